// table.cc -- the groups: how many, when, an example of each. page.js sorts and filters it.
#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "lib/report/html/parts.h"
#include "lib/report/key_words.h"
#include "lib/report/time_columns.h"
#include "lib/report/words.h"

namespace why502::report::html {
namespace {

constexpr std::size_t kMostRows = 2000;
constexpr std::size_t kMostBytes = 3'000'000;  // of rows: hostile names and examples are long
constexpr std::size_t kMostCells = 60;         // of a row's drawing
constexpr std::size_t kHeight = 20;

class GroupTable {
 public:
  explicit GroupTable(const HtmlReport& report)
      : report_(report),
        page_(report.page),
        by_(report.aggregate.options().by),
        axis_(shown_axis(report.aggregate, report.overview, report.options.filter, kMostCells)),
        has_times_(report.overview.stretch.first.has_value()) {
    if (axis_ && axis_->cells < 2) axis_.reset();
  }

  void write() {
    write_header();
    const std::size_t begin = page_.bytes();
    report_.aggregate.each_row([&](const Row& row) {
      if (!is_shown(report_.aggregate, report_.overview, row)) return true;
      ++groups_;
      if (shown_ == kMostRows || page_.bytes() - begin > kMostBytes) {
        left_ += row.failures;
        return true;
      }
      ++shown_;
      write_group(row);
      return !page_.stopped();
    });
    page_.tag("</tbody>\n</table>\n");
    write_rest();
  }

 private:
  void write_header() {
    page_.tag("<table id=\"groups\" data-top=\"").number(report_.options.top);
    page_.tag("\">\n<thead><tr><th scope=\"col\" class=\"n\" aria-sort=\"descending\">failed</th>");
    for (const Dimension dimension : by_) {
      dimension == Dimension::cause ? page_.tag("<th scope=\"col\" class=\"cause\">") : page_.tag("<th scope=\"col\">");
      page_.text(id(dimension)).tag("</th>");
    }
    if (axis_) page_.tag("<td class=\"spark\">over time</td>");
    if (has_times_) page_.tag("<th scope=\"col\">first</th><th scope=\"col\">last</th>");
    page_.tag("</tr></thead>\n<tbody>\n");
  }

  void write_group(const Row& row) {
    page_.tag("<tr><td class=\"n\">").text(thousands(row.failures)).tag("</td>");
    for (std::size_t i = 0; i < by_.size(); ++i) {
      page_.tag("<td>");
      if (by_[i] == Dimension::cause) write_color(row.keys[i]);
      page_.name(key_words(by_[i], row.keys[i], Charset::unicode)).tag("</td>");
    }
    if (axis_) write_drawing(row);
    if (has_times_) {
      write_time_cell(report_, row.first, "first");
      write_time_cell(report_, row.last, "last");
    }
    page_.tag("</tr>\n");
    if (row.example.empty()) return;
    page_.tag("<tr class=\"example\"><td colspan=\"").number(columns()).tag("\">");
    page_.record(row.example).tag("</td></tr>\n");
  }

  std::size_t columns() const { return 1 + by_.size() + (axis_ ? 1U : 0U) + (has_times_ ? 2U : 0U); }

  // As in the timeline.
  void write_color(std::string_view cause) {
    if (!report_.chart || report_.chart->layers.dimension != Dimension::cause) return;
    const std::vector<Lane>& lanes = report_.chart->layers.lanes;
    const auto lane = std::find_if(lanes.begin(), lanes.end(), [&](const Lane& each) { return each.key == cause; });
    const std::size_t number = lane == lanes.end() ? 0 : static_cast<std::size_t>(lane - lanes.begin()) + 1;
    page_.tag("<span class=\"key c").number(number).tag("\"></span>");
  }

  // The highest for the row's own largest cell: it shows when, the number how many.
  void write_drawing(const Row& row) {
    std::vector<std::uint64_t> cells(axis_->cells);
    for (const SeriesPoint& point : row.series) cells[cell_of(*axis_, point.window)] += point.failures;
    const std::uint64_t most = *std::max_element(cells.begin(), cells.end());
    page_.tag("<td class=\"spark\"><svg aria-hidden=\"true\" preserveAspectRatio=\"none\" viewBox=\"0 0 ");
    page_.number(cells.size()).tag(" 20\"><path d=\"");
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
      if (cells[cell] == 0) continue;
      const double part = static_cast<double>(cells[cell]) / static_cast<double>(most);
      const auto height = std::max<std::size_t>(static_cast<std::size_t>(std::lround(part * kHeight)), 2);
      page_.tag("M").number(cell).tag(" ").number(kHeight - height).tag("h.9V20H").number(cell).tag("z");
    }
    page_.tag("\"/></svg></td>");
  }

  void write_rest() {
    if (shown_ < groups_) {
      page_.tag("<p class=\"sub\" id=\"beyond\">").text("This page has the largest " + thousands(shown_) + " of ");
      page_.text(thousands(groups_) + " groups; the others have " + counted(left_, "failed attempt"));
      page_.tag(". <code>why502 -o csv</code> and <code>-o json</code> give all.</p>\n");
    }
    if (const std::uint64_t errors = report_.overview.totals.client_errors; errors != 0 && !is_default()) {
      page_.tag("<p class=\"sub\">").text(thousands(errors)).tag(" of all these are client errors (4xx).</p>\n");
    }
  }

  bool is_default() const { return report_.aggregate.options().by == AggregateOptions().by; }

  const HtmlReport& report_;
  Markup& page_;
  std::span<const Dimension> by_;
  std::optional<TimeAxis> axis_;
  bool has_times_;
  std::size_t groups_ = 0, shown_ = 0;
  std::uint64_t left_ = 0;  // failures of the groups that are not shown
};

}  // namespace

void write_table(const HtmlReport& report) {
  bool any = false;
  report.aggregate.each_row([&](const Row& row) { return !(any = is_shown(report.aggregate, report.overview, row)); });
  if (!any) return;
  open_section(report, "failures", "Failures");
  GroupTable(report).write();
  close_section(report);
}

}  // namespace why502::report::html
