// layout.cc -- wrapping and aligning.
#include "tools/why502/layout.h"

#include <algorithm>

namespace why502::command {

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    std::string& line = lines.back();
    if (columns != 0 && !line.empty() && line.size() + 1 + word.size() > columns) {
      lines.emplace_back(word);
    } else {
      if (!line.empty()) line += ' ';
      line += word;
    }
  }
  return lines;
}

void append_wrapped(std::string_view text, std::size_t indent, std::size_t columns, std::string* out) {
  const std::size_t room = columns == 0 ? 0 : std::max(columns, indent + 20) - indent;
  for (const std::string& line : wrap(text, room)) out->append(indent, ' ').append(line) += '\n';
}

std::string table(const std::vector<std::vector<std::string>>& rows, std::size_t columns) {
  std::string out;
  if (rows.empty()) return out;
  const std::size_t last = rows.front().size() - 1;
  std::vector<std::size_t> widths(last, 0);
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < last; ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::size_t indent = 0;
  for (const std::size_t width : widths) indent += width + 2;

  for (const auto& row : rows) {
    for (std::size_t i = 0; i < last; ++i) out.append(row[i]).append(widths[i] + 2 - row[i].size(), ' ');
    std::string text;
    append_wrapped(row[last], indent, columns, &text);
    out += std::string_view(text).substr(indent);
  }
  return out;
}

}  // namespace why502::command
