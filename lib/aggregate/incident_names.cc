// incident_names.cc -- chooses the upstreams that an incident names.
#include "lib/aggregate/incident_names.h"

#include <algorithm>
#include <string_view>
#include <tuple>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/other.h"

namespace why502::counting {
namespace {

constexpr std::size_t kMostNames = 1000;
constexpr std::size_t kMostNamesByCause = 100;

bool is_named(std::string_view upstream) { return !upstream.empty() && upstream != base::kOther; }

// The first of many in their order, with the others counted: a heap whose top is the last.
class First {
 public:
  void add(std::uint64_t count, std::string_view name, std::uint64_t beginning) {
    ++all_;
    const Entry entry{count, beginning, name};
    if (heap_.size() < kMostNamesByCause) {
      heap_.push_back(entry);
      std::push_heap(heap_.begin(), heap_.end());
    } else if (entry < heap_.front()) {
      std::pop_heap(heap_.begin(), heap_.end());
      heap_.back() = entry;
      std::push_heap(heap_.begin(), heap_.end());
    }
  }

  UpstreamNames take() {
    std::sort_heap(heap_.begin(), heap_.end());
    UpstreamNames result{{}, all_};
    for (const Entry& entry : heap_) result.names.emplace_back(entry.name);
    return result;
  }

 private:
  struct Entry {
    std::uint64_t count;
    std::uint64_t beginning;  // of the name, so that most comparisons need not look at it
    std::string_view name;
    bool operator<(const Entry& other) const {
      if (count != other.count) return count > other.count;
      if (beginning != other.beginning) return beginning < other.beginning;
      return name < other.name;
    }
  };
  std::vector<Entry> heap_;
  std::uint64_t all_ = 0;
};

std::vector<UpstreamNames> name_by_cause(const Counted& counted, std::span<const Sum> sums) {
  std::vector<First> firsts(sums.size());
  std::vector<std::vector<std::size_t>> of_cause(256);
  for (std::size_t i = 0; i < sums.size(); ++i) {
    for (const auto& [cause, seen] : sums[i].by_cause) of_cause[static_cast<std::uint8_t>(cause)].push_back(i);
  }
  for (const Group& group : counted.failures) {
    const auto& incidents = of_cause[static_cast<std::uint8_t>(group.cause)];
    if (incidents.empty()) continue;
    const std::string_view name = counted.upstreams[group.upstream];
    if (!is_named(name)) continue;
    const std::uint64_t beginning = base::in_order8(name);
    for (const std::size_t i : incidents) {
      if (group.first <= sums[i].last && group.last >= sums[i].first) firsts[i].add(group.count, name, beginning);
    }
  }
  std::vector<UpstreamNames> result;
  result.reserve(firsts.size());
  for (First& first : firsts) result.push_back(first.take());
  return result;
}

UpstreamNames name_by_track(const Counted& counted, const Sum& sum) {
  std::vector<std::pair<std::uint64_t, std::string_view>> names;
  for (const auto& [upstream, count] : sum.by_track) {
    if (is_named(counted.upstreams[upstream])) names.emplace_back(count, counted.upstreams[upstream]);
  }
  UpstreamNames result{{}, names.size()};
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return std::tuple(b.first, a.second) < std::tuple(a.first, b.second); });
  if (names.size() > kMostNames) names.resize(kMostNames);
  for (const auto& each : names) result.names.emplace_back(each.second);
  return result;
}

}  // namespace

std::vector<UpstreamNames> name_upstreams(const Counted& counted, std::span<const Sum> sums) {
  if (counted.by_cause()) return name_by_cause(counted, sums);
  std::vector<UpstreamNames> result;
  for (const Sum& sum : sums) result.push_back(name_by_track(counted, sum));
  return result;
}

}  // namespace why502::counting
