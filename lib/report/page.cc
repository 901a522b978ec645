// page.cc -- puts pieces, paragraphs and records on the sheet.
#include "lib/report/page.h"

#include <algorithm>
#include <vector>

#include "lib/report/columns.h"

namespace why502::report {
namespace {

constexpr std::size_t kNarrowest = 40;
constexpr std::size_t kWidest = 200;

std::string_view escape_of(Style style) {
  switch (style) {
    case Style::strong: return "\x1b[1m";
    case Style::alarm: return "\x1b[31m";
    case Style::faint: return "\x1b[2m";
    case Style::plain: break;
  }
  return {};
}

}  // namespace

Page::Page(const ReportOptions& options, TextFn out)
    : width_(std::clamp(options.columns, kNarrowest, kWidest)),
      charset_(options.unicode ? Charset::unicode : Charset::ascii),
      color_(options.color),
      writer_(out) {}

std::string Page::cut(std::string_view raw, std::size_t columns) const {
  return cut_end(show(raw), columns, ellipsis(charset_));
}

std::string Page::cut_middle(std::string_view raw, std::size_t columns) const {
  return report::cut_middle(show(raw), columns, ellipsis(charset_));
}

void Page::record(std::string_view raw, std::size_t indent) {
  const std::string text = without_queries(raw, ellipsis(charset_));
  line({{std::string(indent, ' ')}, {cut(text, width_ - indent), Style::faint}});
}

void Page::add(const Piece& piece) {
  std::string& out = writer_.text();
  const std::string_view escape = color_ && !piece.text.empty() ? escape_of(piece.style) : std::string_view();
  out += escape;
  out += piece.text;
  if (!escape.empty()) out += "\x1b[0m";
}

void Page::end_line() {
  std::string& out = writer_.text();
  while (!out.empty() && out.back() == ' ') out.pop_back();
  out += '\n';
  is_empty_ = false;
  writer_.drain();
}

void Page::line(std::initializer_list<Piece> pieces) {
  for (const Piece& piece : pieces) add(piece);
  end_line();
}

void Page::paragraph(std::string_view text, Style style, std::size_t indent, std::initializer_list<Piece> label) {
  for (const Piece& piece : label) add(piece);
  std::vector<std::string> lines = wrap(text, width_ - indent);
  if (lines.empty()) lines.emplace_back();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i != 0 || label.size() == 0) add({std::string(indent, ' ')});
    add({lines[i], style});
    end_line();
  }
}

void Page::title(std::string_view text) {
  blank();
  line(text, Style::strong);
}

}  // namespace why502::report
