// seek.cc -- what of an input need not be read.
#include "lib/aggregate/seek.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/aggregate/reference.h"
#include "lib/engine/recorder.h"
#include "lib/input/block.h"
#include "lib/input/file.h"
#include "why502/source.h"

namespace why502::counting {
namespace {

// What is read to find a time, step by step, and how much of it at most.
constexpr std::size_t kStep = 16 * 1024;
constexpr std::uint64_t kMostRead = 1u << 20;
// A stretch so short is not halved any more: it is read faster than it is looked for.
constexpr std::uint64_t kShort = 64 * 1024;

// The earliest time of the first records in `source` that have one.
std::optional<Timestamp> first_time(const Parser& parser, Source source, std::uint64_t most,
                                    std::optional<Timestamp> reference_time) {
  engine::Recorder recorder(parser, {}, reference_time);
  input::Block block(kStep);
  for (std::uint64_t read = 0; !recorder.counters().first;) {
    const auto n = block.fill(source);
    if (!n) return std::nullopt;
    read += *n;
    const bool is_over = *n == 0 || read >= most;
    const auto step = recorder.scan(block.view(), source.name(), is_over, engine::Recorder::Until::the_end, EventFn());
    block.consume(step.consumed);
    if (is_over) break;
  }
  return recorder.counters().first;
}

class Seeker {
 public:
  Seeker(const Parser& parser, const input::PlainFile& file, std::optional<Timestamp> reference_time)
      : parser_(parser), file_(file), reference_time_(reference_time) {}

  // Where a line begins before which all records are older than `time`, as far as bisection can
  // tell; nothing if it cannot.
  std::optional<std::uint64_t> place_of(Timestamp time) const {
    std::uint64_t low = 0, high = file_.bytes();
    while (high - low > kShort) {
      const std::uint64_t middle = low + (high - low) / 2;
      const auto line = file_.line_from(middle);
      if (!line || !*line) return std::nullopt;
      // A line that is longer than what is left to look at.
      if (**line >= high) {
        high = middle;
        continue;
      }
      const auto seen = first_time(parser_, source_from(**line), kMostRead, reference_time_);
      if (!seen) return std::nullopt;
      if (*seen < time) {
        low = **line;
      } else {
        high = middle;
      }
    }
    return low;
  }

  // Where a line begins from which on all records are not older than `time`.
  std::optional<std::uint64_t> end_of(Timestamp time) const {
    const auto place = place_of(time);
    if (!place) return std::nullopt;
    const auto line = file_.line_from(std::min(*place + kShort, file_.bytes()));
    if (!line) return std::nullopt;
    return line->value_or(input::kToTheEnd);
  }

 private:
  Source source_from(std::uint64_t offset) const {
    return Source::from_reader(input::read_range(file_, offset, input::kToTheEnd), file_.path());
  }

  const Parser& parser_;
  const input::PlainFile& file_;
  const std::optional<Timestamp> reference_time_;
};

}  // namespace

Sought seek(const Parser& parser, const input::PlainFile& file, const TimeRange& range,
            std::optional<Timestamp> reference_time) {
  const Seeker seeker(parser, file, reference_time);
  Sought sought;
  if (range.since) {
    const auto begin = seeker.place_of(*range.since - kMargin);
    if (!begin) return {};
    sought.begin = *begin;
  }
  if (range.until) {
    const auto end = seeker.end_of(*range.until + kMargin);
    if (!end) return {};
    if (*end < file.bytes()) sought.end = std::max(*end, sought.begin);
  }
  if (sought.begin == 0 && sought.end == input::kToTheEnd) return sought;
  sought.left_out = "only bytes " + std::to_string(sought.begin) + " to " +
                    std::to_string(std::min(sought.end, file.bytes())) + " of " + std::to_string(file.bytes()) +
                    " were read: the others seem to be of another time";
  return sought;
}

std::string outside(const Parser& parser, const input::Found& found, const TimeRange& range) {
  if (range.since && found.modified && Timestamp(*found.modified) < *range.since - kMargin) {
    return "it was last changed long before the time that is asked for";
  }
  if (!range.until) return "";
  auto reader = input::open_file(found.path);
  if (!reader) return "";
  const auto first =
      first_time(parser, Source::from_reader(*std::move(reader), found.path), kShort, reference_time(parser, found));
  return first && *first >= *range.until + kMargin ? "it begins long after the time that is asked for" : "";
}

}  // namespace why502::counting
