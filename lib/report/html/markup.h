// markup.h -- the sheet that the HTML report is written on: markup of our own, and text, which is escaped.
#ifndef WHY502_LIB_REPORT_HTML_MARKUP_H_
#define WHY502_LIB_REPORT_HTML_MARKUP_H_

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include "lib/report/writer.h"

namespace why502::report::html {

// Markup as it stands in our source. It is made while compiling, so that no string of a
// log can become one: what does not go through Markup::text() does not compile.
class Literal {
 public:
  consteval Literal(const char* text) : text_(text) {}
  constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

// Appends `raw` so that it is text to a browser, in an element and in a quoted attribute,
// and nothing else: bytes made visible as in the text report, then & < > " ' as entities.
void append_escaped(std::string_view raw, std::string* out);

class Markup {
 public:
  explicit Markup(TextFn out) : writer_(out) {}

  Markup& tag(Literal markup) { return append(markup.text()); }
  Markup& number(std::integral auto value) { return append(std::to_string(value)); }

  // Any bytes: the only way of a log's onto the page.
  Markup& text(std::string_view raw);

  // A name from a log: what writes from right to left in it keeps to itself.
  Markup& name(std::string_view raw) { return tag("<bdi>").text(raw).tag("</bdi>"); }

  // An example of a log, without query strings.
  Markup& record(std::string_view raw);

  // So far.
  std::size_t bytes() const noexcept { return bytes_; }

  bool flush() { return writer_.flush(); }
  bool stopped() const noexcept { return writer_.stopped(); }

 private:
  Markup& append(std::string_view text);

  Writer writer_;
  std::string escaped_;
  std::size_t bytes_ = 0;
};

}  // namespace why502::report::html

#endif  // WHY502_LIB_REPORT_HTML_MARKUP_H_
