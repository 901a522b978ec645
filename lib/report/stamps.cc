// stamps.cc -- moments as text in a zone.
#include "lib/report/stamps.h"

#include <array>
#include <chrono>
#include <cstdio>

namespace why502::report {

std::string Stamps::text(Timestamp time, std::size_t from, std::size_t length) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  const base::Zone::Civil civil = zone_.at(seconds);
  std::array<char, 80> buffer{};
  const int size = std::snprintf(buffer.data(), buffer.size(), "%04d-%02d-%02d %02d:%02d:%02d", civil.year, civil.month,
                                 civil.day, civil.hour, civil.minute, civil.second);
  return std::string(buffer.data(), static_cast<std::size_t>(size)).substr(from, length);
}

void Stamps::fit(Timestamp first, Timestamp last) {
  if (text(first, 0, 10) == text(last, 0, 10)) {
    stretch_ = last - first < std::chrono::minutes(10) ? Stretch::minutes : Stretch::day;
  } else {
    stretch_ = text(first, 0, 4) == text(last, 0, 4) ? Stretch::year : Stretch::longer;
  }
}

std::string Stamps::full(Timestamp time) const { return text(time, 0, 19); }

std::string Stamps::span(Timestamp first, Timestamp last, std::string_view between) const {
  std::string from = full(first);
  const std::string to = full(last);
  if (from == to) return from;
  const bool same_day = from.compare(0, 10, to, 0, 10) == 0;
  return from + std::string(between) + (same_day ? to.substr(11) : to);
}

std::string Stamps::brief(Timestamp time) const {
  switch (stretch_) {
    case Stretch::minutes:
    case Stretch::day: return text(time, 11, 8);
    case Stretch::year: return text(time, 5, 11);
    case Stretch::longer: break;
  }
  return text(time, 0, 10);
}

std::string Stamps::minute(Timestamp time) const {
  return stretch_ == Stretch::minutes || stretch_ == Stretch::day ? text(time, 11, 5) : text(time, 5, 11);
}

std::string Stamps::window(Timestamp time, std::chrono::seconds width) const {
  if (width >= std::chrono::days(1)) return stretch_ == Stretch::year ? text(time, 5, 5) : text(time, 0, 10);
  if (stretch_ == Stretch::longer) return text(time, 0, 16);
  const bool is_fine = width < std::chrono::minutes(1);
  return stretch_ == Stretch::year ? text(time, 5, is_fine ? 14 : 11) : text(time, 11, is_fine ? 8 : 5);
}

std::size_t Stamps::brief_width() const noexcept {
  switch (stretch_) {
    case Stretch::minutes:
    case Stretch::day: return 8;
    case Stretch::year: return 11;
    case Stretch::longer: break;
  }
  return 10;
}

std::string Stamps::mark(Timestamp time) const {
  switch (stretch_) {
    case Stretch::minutes: return text(time, 11, 8);
    case Stretch::day: return text(time, 11, 5);
    case Stretch::year: return text(time, 5, 5);
    case Stretch::longer: break;
  }
  return text(time, 0, 7);
}

}  // namespace why502::report
