// visible.h -- foreign bytes as text that a terminal shows and does not obey.
#ifndef WHY502_LIB_REPORT_VISIBLE_H_
#define WHY502_LIB_REPORT_VISIBLE_H_

#include <string>
#include <string_view>

namespace why502::report {

// What the terminal can show.
enum class Charset : bool { ascii, unicode };

// Control characters, marks of direction and the like become "\n", "\x1b" or
// "\u{202e}"; bytes that are no UTF-8 become U+FFFD ("?" in ASCII), and in ASCII
// all others outside it "\u{e9}". The result is valid and one line.
std::string visible(std::string_view raw, Charset charset);

// The record without the query strings of its URIs: "/a?id=42" becomes "/a?" and
// the ellipsis. They hold what people typed: names, mail addresses, tokens.
std::string without_queries(std::string_view record, std::string_view ellipsis);

// "..." or its one-column twin.
std::string_view ellipsis(Charset charset) noexcept;

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_VISIBLE_H_
