// formats.cc -- fuzz target: each format, against the twin where it has one, and what its events say of themselves.
//
// The first byte of an input chooses the format, the second one options. The rest is the log.
#include <array>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/fuzz/targets.h"
#include "tests/roads/roads.h"
#include "tests/twin/same.h"
#include "why502/redact.h"
#include "why502/report.h"
#include "why502/scanner.h"

namespace why502_tests {
namespace {

using why502::Format;

constexpr std::size_t kFormats = static_cast<std::size_t>(Format::varnish) + 1;  // the last

struct Parsers {
  std::array<std::unique_ptr<why502::Parser>, kFormats> plain, with_options;
};

const Parsers& parsers() {
  static const Parsers kAll = [] {
    Parsers all;
    for (std::size_t i = 0; i < kFormats; ++i) {
      why502::ParserOptions options;
      options.format = static_cast<Format>(i);
      options.max_line_bytes = 4096;
      all.plain[i] = std::make_unique<why502::Parser>(*why502::Parser::create(options));
      options.time_zone = "Australia/Lord_Howe";
      options.json_key = "a.b";
      options.apache_format = "[%{cu}t] [%-m:%l] [pid %P:tid %T] %7F: %E: [client\\ %a] %M%% ,\\ referer\\ %{Referer}i";
      options.reference_time = why502::Timestamp(std::chrono::seconds(1'795'355'447));
      all.with_options[i] = std::make_unique<why502::Parser>(*why502::Parser::create(options));
    }
    return all;
  }();
  return kAll;
}

bool has_twin(Format format) {
  return format != Format::unknown && format != Format::apache && format != Format::mod_jk &&
         format != Format::php_fpm && format != Format::php_fpm_slow && format != Format::php;
}

void check_event(const why502::Event& event, why502::Redactor* redactor) {
  static thread_local std::string json;
  const auto is_inside = [&](const why502::Event& e) {
    json.clear();
    why502::append_json(e, &json);
    require(nlohmann::json::accept(json), "no JSON: " + json, e.text());
    require(json.find('\n') == json.size() - 1, "not one line: " + json, e.text());
  };
  is_inside(event);
  const why502::Event redacted = redactor->redact(event);
  is_inside(redacted);
  require(redacted.cause() == event.cause() && redacted.role() == event.role() && redacted.status() == event.status() &&
              redacted.time() == event.time() && redacted.suspect() == event.suspect(),
          "redacting changed it", event.text());
  require(event.client().empty() || redacted.client().starts_with("client-"), "the client is told", event.text());
}

}  // namespace

void fuzz_formats(std::string_view input) {
  const std::size_t choice = take_byte(&input) % kFormats, options = take_byte(&input);
  const auto format = static_cast<Format>(choice);
  const why502::Parser& parser = *(options % 2 == 0 ? parsers().plain : parsers().with_options)[choice];
  const TwinResult pulled = by_memory(parser, input);
  const std::string cut = difference(pulled, by_feed(parser, input, pieces_of(options / 2 + 1)));
  require(cut.empty(), "Feed and Scanner: " + cut, input);
  if (options % 2 == 0 && has_twin(format)) {
    const std::string found = difference(twin(input, "UTC", 4096, format), pulled);
    require(found.empty(), found, input);
  }
  std::size_t lines = 0;
  for (const char c : input) lines += c == '\n' ? 1 : 0;
  if (!input.empty() && input.back() != '\n') ++lines;
  require(pulled.counters.lines() == lines && pulled.counters.bytes == input.size(), "lines or bytes got lost", input);

  why502::Redactor redactor;
  auto on_event = [&](const why502::Event& event) { check_event(event, &redactor); };
  why502::Feed feed(parser);
  feed.write(input, on_event);
  feed.finish(on_event);
}

}  // namespace why502_tests
