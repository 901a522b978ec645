// page.h -- the sheet that the text report is written on: its width, signs and colours.
#ifndef WHY502_LIB_REPORT_PAGE_H_
#define WHY502_LIB_REPORT_PAGE_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "lib/report/visible.h"
#include "lib/report/writer.h"
#include "why502/report.h"

namespace why502::report {

enum class Style : unsigned char { plain, strong, alarm, faint };

// A piece of a line in one style.
struct Piece {
  std::string_view text;
  Style style = Style::plain;
};

// Foreign text must have gone through show() before it is put on a page.
class Page {
 public:
  Page(const ReportOptions& options, TextFn out);

  std::size_t width() const noexcept { return width_; }
  Charset charset() const noexcept { return charset_; }

  // Foreign text, made visible; cut() also fits it into `columns`.
  std::string show(std::string_view raw) const { return visible(raw, charset_); }
  std::string cut(std::string_view raw, std::size_t columns) const;
  std::string cut_middle(std::string_view raw, std::size_t columns) const;

  // An example of a log: one line, without query strings.
  void record(std::string_view raw, std::size_t indent);

  // The pieces side by side. REQUIRES: together they fit.
  // Blanks at its end are dropped.
  void line(std::initializer_list<Piece> pieces);
  void line(std::string_view text, Style style = Style::plain) { line({{text, style}}); }

  // Text of any length, broken into lines that begin at `indent`: the first behind
  // `label`. REQUIRES: the label is `indent` wide.
  void paragraph(std::string_view text, Style style = Style::plain, std::size_t indent = 0,
                 std::initializer_list<Piece> label = {});

  // A section's title, after an empty line.
  void title(std::string_view text);
  void blank() { line(""); }

  // Has nothing been put on it?
  bool is_empty() const noexcept { return is_empty_; }

  bool flush() { return writer_.flush(); }
  bool stopped() const noexcept { return writer_.stopped(); }

 private:
  void add(const Piece& piece);
  void end_line();

  std::size_t width_;
  Charset charset_;
  bool color_;
  bool is_empty_ = true;
  Writer writer_;
};

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_PAGE_H_
