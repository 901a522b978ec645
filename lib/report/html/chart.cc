// chart.cc -- adds groups up for the drawings.
#include "lib/report/html/chart.h"

#include <algorithm>
#include <span>
#include <unordered_map>
#include <utility>

#include "lib/report/time_columns.h"

namespace why502::report::html {
namespace {

constexpr std::size_t kMostCells = 480;  // of the axis: two pixels each on a wide screen
constexpr std::size_t kMostLayers = 8;   // as many colours as one tells apart
constexpr std::size_t kMostRows = 24;
constexpr std::size_t kMostKeys = 256;

void add(const Row& row, const TimeAxis& axis, std::vector<std::uint64_t>* cells) {
  cells->resize(axis.cells);
  for (const SeriesPoint& point : row.series) (*cells)[cell_of(axis, point.window)] += point.failures;
}

class Gatherer {
 public:
  Gatherer(std::span<const Dimension> by, std::size_t place, const TimeAxis& axis) : place_(place), axis_(axis) {
    lanes_.dimension = by[place];
  }

  void add(const Row& row) {
    const std::string_view key = row.keys[place_];
    auto found = places_.find(key);
    if (found == places_.end() && places_.size() < kMostKeys) {
      found = places_.emplace(key, lanes_.lanes.size()).first;
      lanes_.lanes.push_back({key, 0, {}});
    }
    Lane& lane = found == places_.end() ? lanes_.rest : lanes_.lanes[found->second];
    lane.failures += row.failures;
    html::add(row, axis_, &lane.cells);
  }

  Lanes take(std::size_t most) {
    std::vector<Lane>& lanes = lanes_.lanes;
    std::stable_sort(lanes.begin(), lanes.end(), [](const Lane& a, const Lane& b) { return a.failures > b.failures; });
    lanes_.rest.cells.resize(axis_.cells);
    for (std::size_t i = most; i < lanes.size(); ++i) {
      lanes_.rest.failures += lanes[i].failures;
      for (std::size_t cell = 0; cell < axis_.cells; ++cell) lanes_.rest.cells[cell] += lanes[i].cells[cell];
    }
    if (lanes.size() > most) lanes.resize(most);
    return std::move(lanes_);
  }

 private:
  std::size_t place_;
  const TimeAxis& axis_;
  Lanes lanes_;
  std::unordered_map<std::string_view, std::size_t> places_;
};

// The place of `wanted`, else of the first dimension that is not `other`, else 0.
std::size_t place_of(std::span<const Dimension> by, Dimension wanted, Dimension other) {
  const auto found = std::find(by.begin(), by.end(), wanted);
  if (found != by.end()) return static_cast<std::size_t>(found - by.begin());
  const auto next = std::find_if(by.begin(), by.end(), [&](Dimension each) { return each != other; });
  return next == by.end() ? 0 : static_cast<std::size_t>(next - by.begin());
}

}  // namespace

std::size_t cell_of(const TimeAxis& axis, std::chrono::sys_seconds window) {
  if (window < axis.begin) return 0;
  return std::min(static_cast<std::size_t>((window - axis.begin) / axis.cell), axis.cells - 1);
}

bool is_shown(const Aggregate& aggregate, const Overview& overview, const Row& row) {
  return aggregate.options().by != AggregateOptions().by || !is_client_error(row.cause, overview.totals);
}

std::optional<Chart> Chart::of(const Aggregate& aggregate, const Overview& overview, const FilterOptions& filter) {
  const std::optional<TimeAxis> axis = shown_axis(aggregate, overview, filter, kMostCells);
  if (!axis) return std::nullopt;
  const std::span<const Dimension> by = aggregate.options().by;
  Gatherer layers(by, place_of(by, Dimension::cause, Dimension::upstream), *axis);
  Gatherer rows(by, place_of(by, Dimension::upstream, Dimension::cause), *axis);
  Chart chart;
  chart.axis = *axis;
  chart.totals.resize(axis->cells);
  aggregate.each_row([&](const Row& row) {
    if (!is_shown(aggregate, overview, row)) return true;
    layers.add(row);
    rows.add(row);
    add(row, *axis, &chart.totals);
    return true;
  });
  chart.layers = layers.take(kMostLayers);
  chart.rows = rows.take(kMostRows);
  const auto has_failures = [](std::uint64_t failures) { return failures != 0; };
  if (std::none_of(chart.totals.begin(), chart.totals.end(), has_failures)) return std::nullopt;
  return chart;
}

}  // namespace why502::report::html
