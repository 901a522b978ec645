// text_table.cc -- failures by cause and upstream: how many, when over the log's time, first and last.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lib/report/columns.h"
#include "lib/report/text_parts.h"
#include "lib/report/time_columns.h"
#include "lib/report/utf8.h"
#include "lib/report/words.h"

namespace why502::report {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kShortestName = 22;
constexpr std::size_t kWantedName = 32;  // before the time is drawn finer
constexpr std::size_t kNameIndent = 2;   // of an upstream below its cause
constexpr std::size_t kKeptRows = 4096;

// Which rows the table shows: the largest `top` of all, and where one of a cause's
// rows would be left, that one too, since "1 more upstream" takes a line as well.
//
// COST. Up to 4096 rows are kept; with more, each cause asks the Aggregate again,
// since keeping 100,000 would take half as much memory as the Aggregate.
class ShownRows {
 public:
  explicit ShownRows(const TextReport& report) : report_(report) {
    const std::size_t top = report.options.top == 0 ? report.overview.groups : report.options.top;
    is_kept_ = top <= kKeptRows;
    std::size_t seen = 0;
    std::size_t last_ones = 0;  // to come: those of which one is left
    std::array<bool, 256> is_missing{};
    for_each([&](const Row& row) {
      if (seen++ == top) {
        for (const CauseOverview& cause : report.overview.causes) {
          std::size_t& quota = quota_[number(cause.cause)];
          if (quota == 0 || quota + 1 != cause.groups) continue;
          is_missing[number(cause.cause)] = true;
          ++quota;
          ++last_ones;
        }
      }
      if (seen <= top) {
        ++quota_[number(row.cause)];
      } else if (is_missing[number(row.cause)]) {
        --last_ones;
      } else {
        return last_ones != 0;
      }
      name_width_ = std::max(name_width_, display_width(report.page.show(upstream_name(row))));
      if (is_kept_) kept_.push_back(row);
      return seen <= top || last_ones != 0;
    });
  }

  // Those of one cause, the largest first.
  template <typename F>
  void of_cause(Cause cause, F f) const {
    if (is_kept_) {
      for (const Row& row : kept_) {
        if (row.cause == cause) f(row);
      }
      return;
    }
    std::size_t left = quota_[number(cause)];
    if (left == 0) return;
    for_each([&](const Row& row) {
      if (row.cause != cause) return true;
      f(row);
      return --left != 0 && !report_.page.stopped();
    });
  }

  std::size_t name_width() const noexcept { return name_width_; }

 private:
  static std::size_t number(Cause cause) noexcept { return static_cast<std::size_t>(cause); }

  template <typename F>
  void for_each(F f) const {
    report_.aggregate.each_row(
        [&](const Row& row) { return is_client_error(row.cause, report_.overview.totals) || f(row); });
  }

  const TextReport& report_;
  std::array<std::size_t, 256> quota_{};  // rows to show of each cause
  bool is_kept_ = true;
  std::vector<Row> kept_;
  std::size_t name_width_ = 0;
};

// The table's columns; what they leave out when the page is narrow: see TimeColumns.
class Table {
 public:
  Table(const TextReport& report, std::size_t widest_name) : page_(report.page), times_(report) {
    count_ = std::max<std::size_t>(thousands(report.overview.totals.failures).size(), 6);
    const std::size_t room = page_.width() - kGap - count_ - kGap;
    const std::size_t wanted = std::max(widest_name + kNameIndent, kShortestName);
    name_ = times_.fit(room, {.wanted = wanted, .enough = kWantedName, .shortest = kShortestName});
  }

  void header() {
    const std::string names = pad_left("failed", kGap + count_) + "  " + pad_right("cause and upstream", name_);
    page_.line(names + times_.header(), Style::faint);
  }

  void cause(std::string_view title, std::uint64_t failures) {
    page_.line({{pad_left(thousands(failures), kGap + count_), Style::alarm}, {"  "}, {title, Style::strong}});
  }

  void upstream(const Row& row) {
    const std::string name = page_.cut_middle(upstream_name(row), name_ - kNameIndent);
    const std::string count = pad_left(thousands(row.failures), kGap + count_);
    page_.line({{count},
                {"    "},
                {pad_right(name, name_ - kNameIndent)},
                {times_.drawing(row)},
                {times_.times(row), Style::faint}});
  }

  void rest(std::uint64_t failures, std::string_view words, std::size_t indent) {
    page_.line({{pad_left(thousands(failures), kGap + count_), Style::faint},
                {std::string(kGap + indent, ' ')},
                {words, Style::faint}});
  }

 private:
  Page& page_;
  TimeColumns times_;
  std::size_t count_ = 0;
  std::size_t name_ = 0;
};

}  // namespace

void write_failures(const TextReport& report) {
  if (report.overview.groups == 0) return;
  const ShownRows rows(report);
  Table table(report, rows.name_width());
  report.page.blank();
  table.header();

  std::size_t causes_left = 0;
  std::uint64_t failures_left = 0;
  for (const CauseOverview& cause : report.overview.causes) {
    std::size_t shown = 0;
    std::uint64_t failures = 0;
    rows.of_cause(cause.cause, [&](const Row& row) {
      if (shown++ == 0) table.cause(info(cause.cause).title, cause.failures);
      failures += row.failures;
      table.upstream(row);
    });
    if (shown == 0) {
      ++causes_left;
      failures_left += cause.failures;
    } else if (failures < cause.failures) {
      const std::size_t groups = cause.groups - shown;
      table.rest(cause.failures - failures, counted(groups, "more upstream"), kNameIndent);
    }
  }
  if (causes_left != 0) table.rest(failures_left, counted(causes_left, "more cause"), 0);
}

}  // namespace why502::report
