// times.cc -- fuzz target: every reader of times takes any text, and what --since reads it reads again as it is
// printed.
//
// The first byte of an input chooses a zone, the rest is the text.
#include "lib/envelope/stamps.h"
#include "lib/format/stamp.h"
#include "tests/fuzz/targets.h"
#include "why502/time.h"

namespace why502_tests {
namespace {

using why502::Timestamp;

constexpr Timestamp kNow{std::chrono::seconds(1'795'355'447)};

void read_expressions(const std::string& text, const std::string& zone) {
  const auto is_sentence = [&](const why502::Error& error) {
    require(error.code == why502::Errc::bad_option && !error.message.empty() &&
                error.message.find('\n') == std::string::npos,
            "no sentence: " + error.message, text);
  };
  if (const auto time = why502::parse_time(text, zone, kNow)) {
    const auto year = std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*time)).year();
    const bool has_four_digits = year >= std::chrono::year(0) && year <= std::chrono::year(9999);
    const auto again = why502::parse_time(why502::format_time(*time), zone, kNow);
    require(!has_four_digits || (again && *again == *time), "read again: " + why502::format_time(*time), text);
  } else {
    is_sentence(time.error());
  }
  if (const auto duration = why502::parse_duration(text)) {
    require(duration->count() > 0, "a duration below a second", text);
  } else {
    is_sentence(duration.error());
  }
}

// A reader remembers the last minute: what it tells depends on the text alone, all the same.
void read_stamps(const std::string& text, const why502::base::Zone& zone) {
  using why502::format::StampReader;
  using Read = bool (StampReader::*)(std::string_view, std::optional<Timestamp>*);
  static StampReader remembers(*why502::base::Zone::load("Europe/Berlin"));
  StampReader fresh(*why502::base::Zone::load("Europe/Berlin")), other(zone);
  for (const Read read : {&StampReader::read_ctime, &StampReader::read_iso, &StampReader::read_php,
                          &StampReader::read_php_zoned, &StampReader::read_clf}) {
    std::optional<Timestamp> first, second, third;
    const bool is_one = (remembers.*read)(text, &first);
    require(is_one == (fresh.*read)(text, &second) && (!is_one || first == second), "another time than before", text);
    require(is_one == (other.*read)(text, &third), "a stamp in one zone and none in another", text);
  }
}

void read_envelope_stamps(const std::string& text, const why502::base::Zone& zone) {
  using why502::envelope::Stamps;
  for (const std::optional<Timestamp>& reference : {std::optional<Timestamp>(), std::optional<Timestamp>(kNow)}) {
    Stamps stamps(zone, reference);
    Timestamp time{};
    why502::envelope::Stamp stamp;
    require(stamps.rfc3339(text, &time) <= text.size(), "read beyond the end", text);
    require(stamps.reading(text, &stamp) <= text.size(), "read beyond the end", text);
    require(stamps.rfc3164(text, &stamp) <= text.size(), "read beyond the end", text);
    require(Stamps::unix_seconds(text, &time) <= text.size(), "read beyond the end", text);
    static_cast<void>(Stamps::unix_micros(text));
    const auto first = stamps.whole_rfc3339(text);
    require(first == stamps.whole_rfc3339(text), "another time than before", text);
  }
}

}  // namespace

void fuzz_times(std::string_view input) {
  static const std::string kZones[] = {
      "UTC", "+05:45", "-09:30", "Europe/Berlin", "Australia/Lord_Howe", "America/New_York"};
  const std::string& zone = kZones[take_byte(&input) % std::size(kZones)];
  const std::string text(input);
  const why502::base::Zone loaded = *why502::base::Zone::load(zone);
  read_expressions(text, zone);
  read_stamps(text, loaded);
  read_envelope_stamps(text, loaded);
}

}  // namespace why502_tests
