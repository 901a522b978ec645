// look_first.cc -- what to check, by server, as a table.
#include "why502/catalog.h"

namespace why502 {
namespace {

constexpr LookFirst kLookFirst[] = {
#define WHY502_LOOK_FIRST(server, cause, check, setting) {#server, Cause::cause, check, setting},
#include "lib/knowledge/look_first.inc"
#undef WHY502_LOOK_FIRST
};

}  // namespace

std::span<const LookFirst> look_first() noexcept { return kLookFirst; }

}  // namespace why502
