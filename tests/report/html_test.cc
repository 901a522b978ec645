// html_test.cc -- the page, read by a strict reader of the markup that we write: what a log can and cannot put on it.
//
// What a browser makes of it: tests/html.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/report/html/markup.h"
#include "lib/report/utf8.h"
#include "tests/report/report_of.h"
#include "why502/scanner.h"

namespace why502::report_tests {
namespace {

using Strings = std::set<std::string, std::less<>>;

// All that the page is made of: what is not here is not ours.
const Strings kElements{"b",      "bdi",   "body",    "code",  "dd",    "details", "div",  "dl",     "dt",
                        "footer", "h1",    "h2",      "h3",    "head",  "header",  "html", "i",      "li",
                        "line",   "main",  "meta",    "ol",    "p",     "path",    "rect", "script", "section",
                        "span",   "style", "summary", "svg",   "table", "tbody",   "td",   "text",   "tfoot",
                        "th",     "thead", "time",    "title", "tr",    "ul"};
const Strings kAttributes{"aria-hidden",
                          "aria-label",
                          "aria-labelledby",
                          "aria-sort",
                          "charset",
                          "class",
                          "colspan",
                          "content",
                          "d",
                          "data-begin",
                          "data-cell",
                          "data-cells",
                          "data-labels",
                          "data-top",
                          "data-width",
                          "datetime",
                          "dir",
                          "dy",
                          "height",
                          "http-equiv",
                          "id",
                          "lang",
                          "open",
                          "name",
                          "preserveAspectRatio",
                          "role",
                          "scope",
                          "tabindex",
                          "viewBox",
                          "width",
                          "x",
                          "x1",
                          "x2",
                          "y",
                          "y1",
                          "y2"};
const Strings kEntities{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};

// Reads a page; the first thing that is not as it must be is its error.
class Reader {
 public:
  explicit Reader(std::string_view page) : rest_(page) {
    if (!take("<!DOCTYPE html>\n")) fail("no doctype");
    while (error_.empty() && !rest_.empty()) rest_.front() == '<' ? tag() : text();
    if (error_.empty() && !open_.empty()) fail("<" + open_.back() + "> is left open");
  }
  const std::string& error() const { return error_; }
  const std::string& text_of_page() const { return text_; }  // its entities replaced
  const std::vector<std::string>& attributes() const { return attributes_; }
  std::size_t count(std::string_view element) const {
    return static_cast<std::size_t>(std::count(elements_.begin(), elements_.end(), element));
  }

 private:
  void fail(std::string_view why) {
    if (error_.empty()) error_.append(why).append(" before: ").append(rest_.substr(0, 80));
  }
  bool take(std::string_view what) {
    if (!rest_.starts_with(what)) return false;
    rest_.remove_prefix(what.size());
    return true;
  }
  std::string word(std::string_view letters) {
    std::string text(rest_.substr(0, rest_.find_first_not_of(letters)));
    rest_.remove_prefix(text.size());
    return text;
  }

  // One character of text, or one of the five entities.
  void character(std::string* out) {
    if (rest_.front() == '&') {
      const std::string entity(rest_.substr(0, rest_.find(';') + 1));
      if (!kEntities.contains(entity)) return fail("a bare &");
      rest_.remove_prefix(entity.size());
      *out += entity == "&amp;"   ? '&'
              : entity == "&lt;"  ? '<'
              : entity == "&gt;"  ? '>'
              : entity == "&#39;" ? '\''
                                  : '"';
      return;
    }
    const report::Character c = report::first_character(rest_);
    if (!c.valid || (report::is_unseen(c.code) && c.code != '\n')) return fail("a character that is not seen");
    out->append(rest_.substr(0, c.bytes));
    rest_.remove_prefix(c.bytes);
  }

  void text() {
    while (!rest_.empty() && rest_.front() != '<' && error_.empty()) character(&text_);
  }

  void tag() {
    rest_.remove_prefix(1);
    const bool closes = take("/");
    const std::string name = word("abcdefghijklmnopqrstuvwxyz123");
    if (!kElements.contains(name)) return fail("an element that is not ours, " + name + ',');
    if (closes) {
      if (open_.empty() || open_.back() != name) return fail("</" + name + "> closes nothing");
      open_.pop_back();
      if (!take(">")) fail("a tag without its end");
      return;
    }
    Strings seen;
    while (take(" ")) {
      const std::string attribute = word("abcdefghijklmnopqrstuvwxyzABR12-");
      if (!kAttributes.contains(attribute)) return fail("an attribute that is not ours, " + attribute + ',');
      if (!seen.insert(attribute).second) return fail(attribute + " twice");
      if (!take("=\"")) return fail("an attribute without quotes");
      std::string value;
      while (error_.empty() && !rest_.empty() && rest_.front() != '"') {
        if (rest_.front() == '<') return fail("< in an attribute");
        character(&value);
      }
      attributes_.push_back(value);
      if (!take("\"")) return fail("an attribute without its end");
    }
    elements_.push_back(name);
    if (take("/>")) return;
    if (!take(">")) return fail("a tag without its end");
    if (name == "meta") return;
    open_.push_back(name);
    if (name == "style" || name == "script") {
      const std::size_t end = rest_.find("</");
      if (end == std::string_view::npos) return fail("no end of " + name);
      rest_.remove_prefix(end);
    }
  }

  std::string_view rest_;
  std::string error_, text_;
  std::vector<std::string> open_, elements_, attributes_;
};

std::string escaped(std::string_view raw) {
  std::string out;
  report::html::append_escaped(raw, &out);
  return out;
}

std::string page_of(std::string_view log, const AggregateOptions& options = {}, const ReportOptions& report = {}) {
  return report_of(aggregate_of(log, options), ReportId::html, report);
}

TEST(HtmlEscape, LeavesNothingThatABrowserActsOn) {
  EXPECT_EQ(escaped("10.0.0.1:80 /a/b_c-d.php"), "10.0.0.1:80 /a/b_c-d.php");
  EXPECT_EQ(escaped("<script>alert('x')</script>"), "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;");
  EXPECT_EQ(escaped("\" onload=\"x"), "&quot; onload=&quot;x");
  EXPECT_EQ(escaped("&lt;&amp;"), "&amp;lt;&amp;amp;");
  EXPECT_EQ(escaped("]]>--!>"), "]]&gt;--!&gt;");
}

TEST(HtmlEscape, ShowsWhatIsNotSeen) {
  EXPECT_EQ(escaped("a\nb\tc\x1b[2J"), "a\\nb\\tc\\x1b[2J");
  EXPECT_EQ(escaped(std::string_view("\0<", 2)), "\\x00&lt;");
  EXPECT_EQ(escaped("\u202e\u2066evil\u2069\u200f\u061c"), "\\u{202e}\\u{2066}evil\\u{2069}\\u{200f}\\u{61c}");
  EXPECT_EQ(escaped("\u2028\u2029\ufeff"), "\\u{2028}\\u{2029}\\u{feff}");
  EXPECT_EQ(escaped("\xff\xc0\xbc"), "\ufffd\ufffd\ufffd") << "no overlong <";
  EXPECT_EQ(escaped("m\u00fcll \u05e9\u05dc"), "m\u00fcll \u05e9\u05dc");
}

TEST(Html, IsWellFormedWhateverTheGroups) {
  const std::vector<std::vector<Dimension>> all_by{{Dimension::cause, Dimension::upstream},
                                                   {Dimension::cause},
                                                   {Dimension::path, Dimension::client},
                                                   {Dimension::status},
                                                   {Dimension::host, Dimension::upstream}};
  for (const char* log : {"logs/quiet.log", "logs/access.log", "logs/backend_down.log", "logs/fpm_overload.log",
                          "logs/many_upstreams.log", "logs/hostile.log"}) {
    const std::string text = read_file(log);
    for (const std::vector<Dimension>& by : all_by) {
      const Reader page(page_of(text, {.by = by}));
      EXPECT_EQ(page.error(), "") << log;
      EXPECT_EQ(page.count("h1"), 1U);
      EXPECT_EQ(page.count("script"), 1U);
      EXPECT_EQ(page.count("style"), 1U);
    }
  }
  EXPECT_EQ(Reader(page_of("")).error(), "");
}

TEST(Html, SaysItsVerdictAndEachGroupWithoutItsScript) {
  const std::string log = refused(0, "10.0.0.1:80") + refused(1, "10.0.0.1:80") + refused(90, "10.0.0.2:80");
  const Aggregate aggregate = aggregate_of(log);
  const std::string html = report_of(aggregate, ReportId::html, {.top = 1});
  const Reader page(html);
  ASSERT_EQ(page.error(), "");
  EXPECT_NE(page.text_of_page().find(verdict(aggregate)), std::string::npos);
  for (const char* told : {"10.0.0.1:80", "10.0.0.2:80", "*91 connect() failed", "Look first", "Concerns: "}) {
    EXPECT_NE(page.text_of_page().find(told), std::string::npos) << told;
  }
  EXPECT_EQ(html.substr(0, html.find("<style>")).find(" hidden"), std::string::npos);
  EXPECT_EQ(html.substr(html.find("</style>"), html.find("<script>") - html.find("</style>")).find(" hidden"),
            std::string::npos);
}

TEST(Html, LoadsNothing) {
  const std::string html = page_of(read_file("logs/fpm_overload.log"));
  const Reader page(html);
  ASSERT_EQ(page.error(), "") << "a reader that knows neither href nor src nor style= nor onclick=";
  EXPECT_NE(html.find("content=\"default-src 'none'; style-src 'sha256-"), std::string::npos);
  EXPECT_EQ(html.find("unsafe-"), std::string::npos);
  const std::string style = html.substr(html.find("<style>"), html.find("</style>") - html.find("<style>"));
  EXPECT_EQ(style.find("url("), std::string::npos);
  EXPECT_EQ(style.find("@import"), std::string::npos);
  const std::string script = html.substr(html.find("<script>"));
  for (const char* word : {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(",
                           "fetch(", "XMLHttpRequest", "import(", "WebSocket", "sendBeacon", "localStorage"}) {
    EXPECT_EQ(script.find(word), std::string::npos) << word;
  }
}

TEST(Html, OfAHostileLogIsAsQuietAsAnyOther) {
  const std::string evil =
      "<script>alert(1)</script><img src=x onerror=alert(2)>'\"]]>-->\u202e\u2066&amp;</title></style>";
  std::string log;
  for (int second = 0; second < 90; ++second) {
    std::string line = refused(second, "10.0.0.1:80");
    for (const std::string_view mark : {"shop.example.com\", ", "host: \"shop.example.com"}) {
      if (const std::size_t at = line.rfind(mark); at != std::string::npos) line.insert(at + mark.size() - 1, evil);
    }
    log += line;
  }
  log += record(91, "connect() failed (111: Connection refused)", "connecting to upstream", "10.0.0.1:80", "/" + evil);
  const std::vector<std::string> rejects{evil, "\xff\xfe<b>"};
  for (const std::vector<Dimension>& by : std::vector<std::vector<Dimension>>{
           {Dimension::cause, Dimension::upstream}, {Dimension::host, Dimension::path}, {Dimension::file}}) {
    const Result<Parser> parser = Parser::create();
    Result<Aggregate> aggregate = Aggregate::create({.by = by});
    ASSERT_TRUE(parser.has_value() && aggregate.has_value());
    Feed feed(*parser, evil);
    const auto add = [&](const Event& event) { aggregate->add(event); };
    feed.write(log, add);
    feed.finish(add);
    aggregate->add(Input{evil, feed.counters(), {}, {}});
    aggregate->add(Input{evil + "2", {}, "skipped " + evil, {}});
    aggregate->add(Input{evil + "3", {}, {}, evil + "3: " + evil});
    const std::string html =
        report_of(*aggregate, ReportId::html, {.filter = {.upstream = evil, .server = evil}, .rejects = rejects});
    const Reader page(html);
    EXPECT_EQ(page.error(), "");
    EXPECT_EQ(page.count("script"), 1U);
    EXPECT_NE(page.text_of_page().find("<script>alert(1)</script>"), std::string::npos) << "shown as what it is";
    EXPECT_NE(page.text_of_page().find("\\u{202e}"), std::string::npos);
    EXPECT_EQ(html.find("<script>alert"), std::string::npos);
  }
}

TEST(Html, DropsQueryStrings) {
  const std::string html = page_of(record(0, "connect() failed (111: Connection refused)", "connecting to upstream",
                                          "10.0.0.1:80", "/login?mail=jane&token=s3cret"),
                                   {}, {});
  EXPECT_NE(html.find("/login?\u2026"), std::string::npos);
  EXPECT_EQ(html.find("jane"), std::string::npos);
  EXPECT_EQ(html.find("s3cret"), std::string::npos);
}

TEST(Html, OfTheSamplesIsBelow300KB) {
  std::size_t pages = 0;
  for (const auto& entry : std::filesystem::directory_iterator(WHY502_SAMPLES "/logs")) {
    if (entry.path().extension() != ".log") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string html = page_of(std::string(std::istreambuf_iterator<char>(file), {}));
    EXPECT_LT(html.size(), 300'000U) << entry.path();
    EXPECT_EQ(Reader(html).error(), "") << entry.path();
    ++pages;
  }
  EXPECT_GT(pages, 5U);
}

std::string page_of_100000_groups(const std::string& filler, const AggregateOptions& options = {}) {
  Result<Aggregate> aggregate = Aggregate::create(options);
  const Result<Parser> parser = Parser::create();
  EXPECT_TRUE(aggregate.has_value() && parser.has_value());
  Feed feed(*parser, "error.log");
  const auto add = [&](const Event& event) { aggregate->add(event); };
  for (int i = 0; i < 100'000; ++i) {
    feed.write(record(i % 86'400, "connect() failed (111: Connection refused)", "connecting to upstream",
                      "host-" + std::to_string(i) + filler + ".example:80", "/" + filler),
               add);
  }
  feed.finish(add);
  aggregate->add(Input{"error.log", feed.counters(), {}, {}});
  EXPECT_GT(aggregate->row_count(), 5'000U);
  return report_of(*aggregate, ReportId::html, {});
}

TEST(Html, Of100000GroupsIsBelow5MBAndSaysWhatIsMissing) {
  const std::string html = page_of_100000_groups("");
  EXPECT_LT(html.size(), 5'000'000U);
  EXPECT_NE(html.find("This page has the largest 2,000 of 100,000 groups; the others have 98,000 failed attempts"),
            std::string::npos);
}

// Names and examples that are long, and five times as long when they are escaped.
TEST(Html, OfGroupsWithHostileNamesIsBelow5MB) {
  const std::string html = page_of_100000_groups(std::string(200, '&'), {.by = {Dimension::upstream, Dimension::path}});
  EXPECT_LT(html.size(), 5'000'000U);
  const std::size_t at = html.find("This page has the largest 9");
  ASSERT_NE(at, std::string::npos) << "the bound on bytes is reached before that on rows";
  EXPECT_EQ(Reader(html).error(), "");
}

}  // namespace
}  // namespace why502::report_tests
