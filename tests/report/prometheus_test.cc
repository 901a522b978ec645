// prometheus_test.cc -- the text format, read back by a strict reader of its grammar.
//
// The reader is of our own making: promtool comes with a server that Debian starts, 90 MB of it.
// It wants what version 0.0.4 says and what node_exporter's textfile collector and promtool ask
// beyond that: HELP and TYPE once and before the samples, all samples of a metric together, no
// series twice, no time stamps, a line feed at the end.
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "tests/report/report_of.h"
#include "why502/scanner.h"

namespace why502::report_tests {
namespace {

using Labels = std::map<std::string, std::string>;
using Samples = std::map<std::string, std::map<Labels, double>>;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // Nothing if it is no exposition; wrong() says why.
  std::optional<Samples> read() {
    if (!text_.empty() && text_.back() != '\n') return fail("no line feed at the end");
    while (!text_.empty()) {
      const std::size_t end = text_.find('\n');
      line_ = text_.substr(0, end);
      text_.remove_prefix(end + 1);
      const bool good = line_.starts_with("# ") ? comment() : sample();
      if (!good) return fail("in the line before '" + std::string(text_.substr(0, 80)) + "'");
    }
    return samples_;
  }
  const std::string& wrong() const { return wrong_; }

 private:
  std::nullopt_t fail(std::string why) {
    if (wrong_.empty()) wrong_ = std::move(why);
    return std::nullopt;
  }
  bool refuse(std::string why) {
    fail(std::move(why));
    return false;
  }

  std::string name() {
    std::size_t size = 0;
    const auto fits = [&](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (size > 0 && c >= '0' && c <= '9');
    };
    while (size < line_.size() && fits(line_[size])) ++size;
    std::string out(line_.substr(0, size));
    line_.remove_prefix(size);
    return out;
  }
  bool take(std::string_view what) {
    if (!line_.starts_with(what)) return false;
    line_.remove_prefix(what.size());
    return true;
  }

  bool comment() {
    const bool is_help = line_.starts_with("# HELP ");
    if (!is_help && !line_.starts_with("# TYPE ")) return refuse("a comment that is neither HELP nor TYPE");
    line_.remove_prefix(7);
    const std::string metric = name();
    if (metric.empty() || !take(" ")) return refuse("a comment without a metric");
    if (!(is_help ? helped_ : typed_).insert(metric).second) return refuse("said twice of " + metric);
    if (samples_.contains(metric)) return refuse("said behind the samples of " + metric);
    if (is_help) return !line_.empty() || refuse("an empty HELP");
    return line_ == "gauge" || refuse("another type than gauge");
  }

  bool sample() {
    const std::string metric = name();
    if (metric.empty()) return refuse("no metric");
    if (!helped_.contains(metric) || !typed_.contains(metric)) return refuse("HELP or TYPE is missing: " + metric);
    if (metric != last_ && samples_.contains(metric)) return refuse("not together: " + metric);
    last_ = metric;
    Labels labels;
    if (take("{")) {
      do {
        const std::string label = name();
        std::string value;
        if (label.empty() || !take("=\"") || !quoted(&value)) return refuse("a label");
        if (!labels.emplace(label, value).second) return refuse("a label twice");
      } while (take(","));
      if (!take("}")) return refuse("no }");
    }
    std::erase_if(labels, [](const auto& label) { return label.second.empty(); });  // an empty label is none
    if (!take(" ")) return refuse("no blank");
    const std::string value(line_);
    char* end = nullptr;
    const double number = std::strtod(value.c_str(), &end);
    if (value.empty() || *end != '\0' || !std::isfinite(number) || value.front() == ' ') return refuse("the value");
    if (!samples_[metric].emplace(labels, number).second) return refuse("a series twice: " + metric);
    return true;
  }

  bool quoted(std::string* value) {
    while (!line_.empty() && line_.front() != '"') {
      char c = line_.front();
      line_.remove_prefix(1);
      if (c == '\\') {
        if (take("n")) {
          c = '\n';
        } else if (take("\\")) {
          c = '\\';
        } else if (take("\"")) {
          c = '"';
        } else {
          return false;
        }
      }
      *value += c;
    }
    return take("\"") && is_utf8(*value);
  }

  static bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
      const auto c = static_cast<unsigned char>(text[i]);
      const std::size_t size = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
      if (size == 0 || i + size > text.size()) return false;
      for (std::size_t k = 1; k < size; ++k) {
        if ((static_cast<unsigned char>(text[i + k]) & 0xc0) != 0x80) return false;
      }
      i += size;
    }
    return true;
  }

  std::string_view text_, line_;
  std::set<std::string> helped_, typed_;
  Samples samples_;
  std::string last_, wrong_;
};

Samples samples_of(const Aggregate& aggregate) {
  const std::string report = report_of(aggregate, ReportId::prometheus);
  Reader reader(report);
  const auto samples = reader.read();
  EXPECT_TRUE(samples.has_value()) << reader.wrong() << '\n' << report;
  return samples.value_or(Samples());
}

double sum_of(const Samples& samples, const std::string& metric) {
  double sum = 0;
  if (const auto it = samples.find(metric); it != samples.end()) {
    for (const auto& [labels, value] : it->second) sum += value;
  }
  return sum;
}

double value_of(const Samples& samples, const std::string& metric, const Labels& labels = {}) {
  const auto it = samples.find(metric);
  if (it == samples.end() || !it->second.contains(labels)) return -1;
  return it->second.at(labels);
}

// An aggregate of upstreams of any bytes: what an embedding program may add, too.
Aggregate of_upstreams(const std::vector<std::string>& upstreams) {
  Result<Aggregate> aggregate = Aggregate::create();
  const Result<Parser> parser = Parser::create();
  EXPECT_TRUE(aggregate.has_value() && parser.has_value());
  Feed feed(*parser, "error.log");
  const auto add = [&](const Event& event) { aggregate->add(event); };
  for (const std::string& upstream : upstreams) feed.write(refused(0, upstream), add);
  feed.finish(add);
  return *std::move(aggregate);
}

std::string upstream_label(const std::string& upstream) {
  const Samples samples = samples_of(of_upstreams({upstream}));
  const auto it = samples.find("why502_failures");
  if (it == samples.end() || it->second.size() != 1) return "(not one series)";
  const Labels& labels = it->second.begin()->first;
  return labels.contains("upstream") ? labels.at("upstream") : "";
}

TEST(Prometheus, OfNothingHasItsGaugesAndNoTimes) {
  EXPECT_EQ(report_of(aggregate_of(""), ReportId::prometheus),
            "# HELP why502_failures Failed attempts on upstreams in what was read.\n"
            "# TYPE why502_failures gauge\n"
            "# HELP why502_client_errors Failed attempts that ended in a 4xx status, in none of why502_failures.\n"
            "# TYPE why502_client_errors gauge\n"
            "why502_client_errors 0\n"
            "# HELP why502_requests Requests behind why502_failures: at least so many.\n"
            "# TYPE why502_requests gauge\n"
            "why502_requests 0\n"
            "# HELP why502_unrecognized_lines Lines that no known format explains.\n"
            "# TYPE why502_unrecognized_lines gauge\n"
            "why502_unrecognized_lines 0\n"
            "# HELP why502_too_long_lines Lines that were too long to be looked at.\n"
            "# TYPE why502_too_long_lines gauge\n"
            "why502_too_long_lines 0\n"
            "# HELP why502_input_errors Inputs that could not be read, or not to their end.\n"
            "# TYPE why502_input_errors gauge\n"
            "why502_input_errors 0\n");
}

TEST(Prometheus, HasFailuresByCauseUpstreamAndStatusAndTimesInSeconds) {
  const Samples samples = samples_of(aggregate_of(
      refused(0, "b:1") + refused(1, "a:1") + refused(2, "a:1") +
      record(3, "upstream timed out (110: Connection timed out)", "reading response header from upstream", "a:1") +
      "what is this\n" + refused(3, "a:1")));
  EXPECT_EQ(samples.at("why502_failures").size(), 3U);
  EXPECT_EQ(
      value_of(samples, "why502_failures", {{"cause", "connect_refused"}, {"upstream", "a:1"}, {"status", "502"}}), 3);
  EXPECT_EQ(
      value_of(samples, "why502_failures", {{"cause", "connect_refused"}, {"upstream", "b:1"}, {"status", "502"}}), 1);
  EXPECT_EQ(
      value_of(samples, "why502_failures", {{"cause", "response_timeout"}, {"upstream", "a:1"}, {"status", "504"}}), 1);
  EXPECT_EQ(value_of(samples, "why502_last_failure_timestamp_seconds"), 1795305603);
  EXPECT_EQ(value_of(samples, "why502_input_start_timestamp_seconds"), 1795305600);
  EXPECT_EQ(value_of(samples, "why502_input_end_timestamp_seconds"), 1795305603);
  EXPECT_EQ(value_of(samples, "why502_unrecognized_lines"), 1);
}

TEST(Prometheus, KeepsTheFractionOfASecond) {
  const std::string line =
      R"({"log":"2026/11/22 00:00:00 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting to )"
      R"(upstream, client: 10.0.0.9, server: a.io, request: \"GET / HTTP/1.1\", upstream: \"http://a:1/\", host: )"
      R"(\"a.io\"\n","stream":"stderr","time":"2026-11-22T00:00:00.0625Z"})"
      "\n";
  const std::string report = report_of(aggregate_of(line), ReportId::prometheus);
  EXPECT_NE(report.find("\nwhy502_last_failure_timestamp_seconds 1795305600.0625\n"), std::string::npos) << report;
}

TEST(Prometheus, EscapesAndCleansWhatALogSays) {
  EXPECT_EQ(upstream_label("unix:/run/a\\b.sock"), "unix:/run/a\\b.sock");
  EXPECT_EQ(upstream_label("m\xc3\xbcll:1"), "m\xc3\xbcll:1");
  EXPECT_EQ(upstream_label("a\xff:1"), "a\xef\xbf\xbd:1");
  EXPECT_EQ(upstream_label("a\x1b[2J\x7f:1"), "a\xef\xbf\xbd[2J\xef\xbf\xbd:1");
}

TEST(Prometheus, UpstreamsThatLookTheSameAreOneSeries) {
  const Samples samples = samples_of(of_upstreams({"a\xff:1", "a\xfe:1", "a\x01:1"}));
  ASSERT_EQ(samples.at("why502_failures").size(), 1U);
  EXPECT_EQ(sum_of(samples, "why502_failures"), 3);
}

TEST(Prometheus, NamesTheHundredLargestUpstreams) {
  std::vector<std::string> upstreams;
  for (int i = 0; i < 250; ++i) {
    const std::string name = "10.0.0." + std::to_string(i) + ":80";
    upstreams.insert(upstreams.end(), i % 2 == 0 ? 1 : 2, name);  // the odd ones are larger
  }
  const Samples samples = samples_of(of_upstreams(upstreams));
  const auto& failures = samples.at("why502_failures");
  EXPECT_EQ(failures.size(), 101U);
  for (const auto& [labels, value] : failures) {
    if (labels.at("upstream") == "(other)") {
      EXPECT_EQ(value, 25 * 2 + 125);
    } else {
      EXPECT_EQ(value, 2) << labels.at("upstream");
    }
  }
}

TEST(Prometheus, OfMoreGroupsThanAreToldApartStillAddsUp) {
  std::vector<std::string> upstreams;
  for (int i = 0; i < 17'000; ++i) upstreams.push_back("u" + std::to_string(i) + ":80");
  const Aggregate aggregate = of_upstreams(upstreams);
  const Samples samples = samples_of(aggregate);
  EXPECT_EQ(sum_of(samples, "why502_failures"), 17'000);
  EXPECT_EQ(samples.at("why502_failures").size(), 1U);
}

TEST(Prometheus, AddsUpToTheFailures) {
  for (const char* log :
       {"logs/fpm_overload.log", "logs/many_upstreams.log", "logs/hostile.log", "logs/backend_down.log"}) {
    for (const auto& by : {AggregateOptions().by, {Dimension::path, Dimension::client}}) {
      const Aggregate aggregate = aggregate_of(read_file(log), AggregateOptions{.by = by});
      const Totals totals = aggregate.totals();
      const Samples samples = samples_of(aggregate);
      EXPECT_GT(totals.failures, 0U) << log;
      EXPECT_EQ(sum_of(samples, "why502_failures"), static_cast<double>(totals.failures)) << log;
      EXPECT_EQ(value_of(samples, "why502_client_errors"), static_cast<double>(totals.client_errors)) << log;
      EXPECT_EQ(value_of(samples, "why502_requests"), static_cast<double>(totals.requests.at_least)) << log;
    }
  }
}

TEST(Prometheus, TellsOfInputsThatFailed) {
  Aggregate aggregate = aggregate_of("");
  aggregate.add(Input{"a.log", {}, "", "a.log: no such file"});
  aggregate.add(Input{"b.log", {}, "holds no record that is known", ""});
  EXPECT_EQ(value_of(samples_of(aggregate), "why502_input_errors"), 1);
}

}  // namespace
}  // namespace why502::report_tests
