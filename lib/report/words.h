// words.h -- numbers as people write them: "12,345", "268 MB", "1 h 52 min", "74 %".
#ifndef WHY502_LIB_REPORT_WORDS_H_
#define WHY502_LIB_REPORT_WORDS_H_

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace why502::report {

std::string thousands(std::uint64_t number);

// "1 line", "12,345 lines": the number and its noun; the plural is the singular
// and "s" unless given.
std::string counted(std::uint64_t number, std::string_view one, std::string_view many = {});

// "812 bytes", "12.4 kB", "268 MB": three figures, powers of ten, cut and not rounded.
std::string size_words(std::uint64_t bytes);

// A whole share, cut: "74%"; "<1%" for what is less and not nothing.
std::string share(std::uint64_t part, std::uint64_t whole);

// The two largest units: "52 s", "1 min 21 s", "1 h 52 min", "3 d".
std::string duration_words(std::chrono::seconds duration);

// A rate of what is rare: "12", "0.5", "<0.1".
std::string rate_words(double per_hour);

// A window's width as --window takes it: "10s", "5m", "1h", "7d".
std::string window_id(std::chrono::seconds width);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_WORDS_H_
