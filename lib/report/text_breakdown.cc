// text_breakdown.cc -- failures by the dimensions that --by asked for: a column each.
#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "lib/report/columns.h"
#include "lib/report/key_words.h"
#include "lib/report/text_parts.h"
#include "lib/report/time_columns.h"
#include "lib/report/utf8.h"
#include "lib/report/words.h"

namespace why502::report {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kNarrowestKey = 6;
constexpr std::size_t kShortKey = 16;   // narrower keys give the times away
constexpr std::size_t kWantedKey = 24;  // before the time is drawn finer

// Takes from the widest until all fit into `room`, gaps included.
void shrink(std::vector<std::size_t>* widths, std::size_t room) {
  std::size_t all = kGap * (widths->size() - 1);
  for (const std::size_t width : *widths) all += width;
  while (all > room) {
    const auto widest = std::max_element(widths->begin(), widths->end());
    if (*widest <= kNarrowestKey) return;
    --*widest;
    --all;
  }
}

class Breakdown {
 public:
  explicit Breakdown(const TextReport& report)
      : report_(report), by_(report.aggregate.options().by), times_(report), widths_(by_.size()) {
    const Totals& totals = report.overview.totals;
    all_ = totals.failures + totals.client_errors;
    shown_ = report.aggregate.row_count();
    // The last one alone would take a line as well.
    if (report.options.top != 0 && report.options.top + 1 < shown_) shown_ = report.options.top;
    count_ = std::max<std::size_t>(thousands(all_).size(), 6);
    for (std::size_t i = 0; i < by_.size(); ++i) widths_[i] = id(by_[i]).size();
    each_shown([this](const Row& row) {
      for (std::size_t i = 0; i < by_.size(); ++i) {
        widths_[i] = std::max(widths_[i], display_width(key_words(by_[i], row.keys[i], report_.page.charset())));
      }
    });
    const std::size_t gaps = kGap * (by_.size() - 1);
    NameWidths names{gaps, gaps, gaps};
    for (const std::size_t width : widths_) {
      names.wanted += width;
      names.enough += std::min(width, kWantedKey);
      names.shortest += std::min(width, kShortKey);
    }
    shrink(&widths_, times_.fit(report.page.width() - kGap - count_ - kGap, names));
  }

  void write() {
    std::string header = pad_left("failed", kGap + count_);
    for (std::size_t i = 0; i < by_.size(); ++i) header += "  " + pad_right(id(by_[i]), widths_[i]);
    report_.page.blank();
    report_.page.line(header + times_.header(), Style::faint);
    std::uint64_t failures = 0;
    each_shown([&](const Row& row) {
      failures += row.failures;
      std::string keys;
      for (std::size_t i = 0; i < by_.size(); ++i) {
        const std::string words = key_words(by_[i], row.keys[i], report_.page.charset());
        keys += "  " + pad_right(cut_middle(words, widths_[i], ellipsis(report_.page.charset())), widths_[i]);
      }
      report_.page.line({{pad_left(thousands(row.failures), kGap + count_), Style::alarm},
                         {keys},
                         {times_.drawing(row)},
                         {times_.times(row), Style::faint}});
    });
    rest(all_ - failures, counted(report_.aggregate.row_count() - shown_, "more group"));
    rest(report_.overview.totals.client_errors, "of all these are client errors (4xx)");
  }

 private:
  template <typename F>
  void each_shown(F f) const {
    std::size_t left = shown_;
    report_.aggregate.each_row([&](const Row& row) {
      f(row);
      return --left != 0 && !report_.page.stopped();
    });
  }

  void rest(std::uint64_t failures, std::string_view words) {
    if (failures == 0) return;
    report_.page.line({{pad_left(thousands(failures), kGap + count_), Style::faint}, {"  "}, {words, Style::faint}});
  }

  const TextReport& report_;
  std::span<const Dimension> by_;
  TimeColumns times_;
  std::vector<std::size_t> widths_;  // of the keys
  std::uint64_t all_ = 0;
  std::size_t shown_ = 0;
  std::size_t count_ = 0;
};

}  // namespace

bool is_by_upstream(const Aggregate& aggregate) { return aggregate.options().by == AggregateOptions().by; }

void write_breakdown(const TextReport& report) {
  if (report.aggregate.row_count() != 0) Breakdown(report).write();
}

}  // namespace why502::report
