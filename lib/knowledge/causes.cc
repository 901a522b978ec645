// causes.cc -- the words of cause.def as a table.
#include <array>

#include "why502/cause.h"

namespace why502 {
namespace {

constexpr CauseInfo kCauses[] = {
#define WHY502_CAUSE(number, id, title, meaning, look_first) {Cause::id, #id, title, meaning, look_first},
#include "why502/cause.def"
#undef WHY502_CAUSE
};

constexpr CauseInfo kNone = {Cause::none, "", "", "", ""};

// Where each number stands in kCauses; 255: nowhere.
constexpr auto kIndex = [] {
  std::array<std::uint8_t, 256> index{};
  index.fill(255);
  std::uint8_t i = 0;
  for (const CauseInfo& cause : kCauses) index[static_cast<std::uint8_t>(cause.cause)] = i++;
  return index;
}();

static_assert(
    [] {
      for (std::size_t i = 1; i < std::size(kCauses); ++i) {
        if (kCauses[i - 1].cause >= kCauses[i].cause) return false;
      }
      return true;
    }(),
    "cause.def is in the order of its numbers");

}  // namespace

std::span<const CauseInfo> causes() noexcept { return kCauses; }

const CauseInfo& info(Cause cause) noexcept {
  const std::uint8_t i = kIndex[static_cast<std::uint8_t>(cause)];
  return i == 255 ? kNone : kCauses[i];
}

std::optional<Cause> cause_from_id(std::string_view id) noexcept {
  for (const CauseInfo& cause : kCauses) {
    if (cause.id == id) return cause.cause;
  }
  return std::nullopt;
}

}  // namespace why502
