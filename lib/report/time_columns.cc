// time_columns.cc -- when a table's failures happened.
#include "lib/report/time_columns.h"

#include <algorithm>
#include <chrono>

#include "lib/report/columns.h"
#include "lib/report/words.h"

namespace why502::report {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kMostCells = 60;
constexpr std::size_t kFewestCells = 12;
constexpr std::size_t kWantedCells = 30;

}  // namespace

std::optional<TimeAxis> shown_axis(const Aggregate& aggregate, const Overview& overview, const FilterOptions& filter,
                                   std::size_t most_cells) {
  const Stretch& log = overview.log;
  if (!log.first || !log.last) return std::nullopt;
  const Timestamp first = filter.since ? std::max(*filter.since, *log.first) : *log.first;
  const Timestamp last = filter.until ? std::min(*filter.until - std::chrono::microseconds(1), *log.last) : *log.last;
  if (last < first) return std::nullopt;
  return time_axis(first, last, aggregate.window(), most_cells);
}

std::size_t TimeColumns::fit(std::size_t room, NameWidths names) {
  const std::size_t times = report_.overview.stretch.first ? 2 * (kGap + report_.stamps.brief_width()) : 0;
  const std::size_t shortest = std::min(names.wanted, names.shortest);
  if (times == 0 || room < shortest + times) return std::min(names.wanted, room);
  has_times_ = true;
  room -= times;
  const std::size_t without_axis = std::min(names.wanted, room);
  const std::optional<TimeAxis> whole = axis(kMostCells);
  if (!whole || whole->cells < 2) return without_axis;
  // Fewer than kFewestCells only if the log has no more windows.
  const std::size_t fewest = std::min(whole->cells, kFewestCells);
  if (room < shortest + kGap + fewest) return without_axis;
  const std::size_t beside = kGap + std::min(whole->cells, kWantedCells);
  const std::size_t enough = std::max(room > beside ? room - beside : 0, names.enough);
  const std::size_t width = std::min({names.wanted, enough, room - kGap - fewest});
  axis_ = axis(std::min(kMostCells, room - kGap - width));
  return width;
}

std::string TimeColumns::header() const {
  std::string line;
  if (axis_) line += "  " + axis_words();
  if (has_times_) line += "  " + pad_right("first", report_.stamps.brief_width()) + "  last";
  return line;
}

std::string TimeColumns::drawing(const Row& row) const {
  return axis_ ? "  " + sparkline(row.series, *axis_, report_.page.charset()) : std::string();
}

std::string TimeColumns::times(const Row& row) const {
  if (!has_times_ || !row.first || !row.last) return {};
  return "  " + report_.stamps.brief(*row.first) + "  " + report_.stamps.brief(*row.last);
}

// "09:12   2m each   11:05", or as much of it as fits over the cells.
std::string TimeColumns::axis_words() const {
  const Timestamp end = std::min<Timestamp>(axis_->begin + axis_->cell * static_cast<std::int64_t>(axis_->cells),
                                            *report_.overview.log.last);
  const std::string from = report_.stamps.mark(axis_->begin);
  const std::string to = report_.stamps.mark(end);
  const std::string each = window_id(axis_->cell) + " each";
  std::string words = from + pad_left(to, std::max(axis_->cells, from.size()) - from.size());
  if (from.size() + 1 + to.size() > axis_->cells) words = axis_->cells >= each.size() ? each : std::string();
  const std::size_t middle = (axis_->cells - std::min(axis_->cells, each.size())) / 2;
  if (middle > from.size() && middle + each.size() + to.size() < axis_->cells) {
    words.replace(middle, each.size(), each);
  }
  return pad_right(words, axis_->cells);
}

}  // namespace why502::report
