// errno.h -- the operating systems' error numbers by meaning.
//
// Texts differ by libc, version and language, and some nginx builds print
// "Unknown error" for all of them; the numbers do not lie. They differ by
// system, but among those that a connection can meet no two collide with
// different meanings that a gateway would print.
#ifndef WHY502_LIB_KNOWLEDGE_ERRNO_H_
#define WHY502_LIB_KNOWLEDGE_ERRNO_H_

#include <array>
#include <cstddef>
#include <cstdint>

namespace why502::knowledge {

enum class Errno : std::uint8_t {
  any,   // in a rule: whatever the record has, or nothing
  none,  // the record has no errno group
  unlisted,
#define WHY502_ERRNO(name, linux_number, bsd_number, windows_number, solaris_number) name,
#include "lib/knowledge/errno.inc"
#undef WHY502_ERRNO
  // What only Apache's runtime has.
  incomplete,
  end_of_file,
  unspecified,
  name_unknown,
  name_try_again,
  ajp_overflow,
  ajp_bad_signature,
  ajp_too_big,
  ajp_no_header,
  ajp_bad_header,
  ajp_bad_method,
};

namespace detail {

constexpr Errno search_errno(int number) noexcept {
  if (number < 0) return Errno::unlisted;  // -1 in the table is no number
#define WHY502_ERRNO(name, linux_number, bsd_number, windows_number, solaris_number)                          \
  if (number == linux_number || number == bsd_number || number == windows_number || number == solaris_number) \
    return Errno::name;
#include "lib/knowledge/errno.inc"
#undef WHY502_ERRNO
#define WHY502_APR_STATUS(name, apr_number) \
  if (number == apr_number) return Errno::name;
#include "lib/knowledge/apr_status.inc"
#undef WHY502_APR_STATUS
  return Errno::unlisted;
}

// Unix's numbers are small.
inline constexpr auto kSmallErrnos = [] {
  std::array<Errno, 128> table{};
  for (int i = 1; i < 128; ++i) table[static_cast<std::size_t>(i)] = search_errno(i);
  table[0] = Errno::none;
  return table;
}();

}  // namespace detail

// What a number means, on whichever system has it. 0 is `none`. O(1) for Unix's.
constexpr Errno errno_of(int number) noexcept {
  return number >= 0 && number < 128 ? detail::kSmallErrnos[static_cast<std::size_t>(number)]
                                     : detail::search_errno(number);
}

}  // namespace why502::knowledge

#endif  // WHY502_LIB_KNOWLEDGE_ERRNO_H_
