// errno_test.cc -- the error numbers of Linux, BSD, Windows and Solaris, by what they mean.
#include "lib/knowledge/errno.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <map>

namespace why502::knowledge {
namespace {

struct Row {
  const char* name;
  Errno error;
  int linux_number, bsd_number, windows_number, solaris_number;
};
constexpr Row kRows[] = {
#define WHY502_ERRNO(name, linux_number, bsd_number, windows_number, solaris_number) \
  {#name, Errno::name, linux_number, bsd_number, windows_number, solaris_number},
#include "lib/knowledge/errno.inc"
#undef WHY502_ERRNO
};

TEST(ErrnoOf, KnowsEveryNumberOfEverySystem) {
  for (const Row& row : kRows) {
    EXPECT_EQ(errno_of(row.linux_number), row.error) << row.name;
    EXPECT_EQ(errno_of(row.bsd_number), row.error) << row.name;
    for (const int number : {row.windows_number, row.solaris_number}) {
      if (number < 0) continue;
      EXPECT_EQ(errno_of(number), row.error) << row.name << ' ' << number;
    }
  }
}

TEST(ErrnoOf, NoNumberMeansTwoThings) {
  std::map<int, Errno> seen;
  for (const Row& row : kRows) {
    for (const int number : {row.linux_number, row.bsd_number, row.windows_number, row.solaris_number}) {
      if (number < 0) continue;
      EXPECT_EQ(seen.emplace(number, row.error).first->second, row.error) << number << " in " << row.name;
    }
  }
}

TEST(ErrnoOf, NothingIsNoneAndTheRestIsUnlisted) {
  EXPECT_EQ(errno_of(0), Errno::none);
  for (const int number : {3, 129, 149, 9999, 10062, 999'999, -2}) EXPECT_EQ(errno_of(number), Errno::unlisted);
}

// -1 stands in the table for "has none".
TEST(ErrnoOf, MinusOneIsNoNumber) { EXPECT_EQ(errno_of(-1), Errno::unlisted); }

// These two mean something else on most systems.
TEST(ErrnoOf, TakesTheCommonerOfTwoMeanings) {
  EXPECT_EQ(errno_of(100), Errno::network_down) << "EPROTO of macOS";
  EXPECT_EQ(errno_of(112), Errno::host_down) << "a full disk of Windows";
}

#ifdef __linux__
TEST(ErrnoOf, AgreesWithThisMachine) {
  EXPECT_EQ(errno_of(ECONNREFUSED), Errno::connection_refused);
  EXPECT_EQ(errno_of(ETIMEDOUT), Errno::timed_out);
  EXPECT_EQ(errno_of(ECONNRESET), Errno::connection_reset);
  EXPECT_EQ(errno_of(ECONNABORTED), Errno::connection_aborted);
  EXPECT_EQ(errno_of(EPIPE), Errno::broken_pipe);
  EXPECT_EQ(errno_of(EHOSTUNREACH), Errno::host_unreachable);
  EXPECT_EQ(errno_of(ENETUNREACH), Errno::network_unreachable);
  EXPECT_EQ(errno_of(EHOSTDOWN), Errno::host_down);
  EXPECT_EQ(errno_of(ENETDOWN), Errno::network_down);
  EXPECT_EQ(errno_of(ENOENT), Errno::not_found);
  EXPECT_EQ(errno_of(EACCES), Errno::access_denied);
  EXPECT_EQ(errno_of(EPERM), Errno::not_permitted);
  EXPECT_EQ(errno_of(EAGAIN), Errno::try_again);
  EXPECT_EQ(errno_of(EADDRNOTAVAIL), Errno::address_not_available);
  EXPECT_EQ(errno_of(EADDRINUSE), Errno::address_in_use);
  EXPECT_EQ(errno_of(EMFILE), Errno::too_many_open_files);
  EXPECT_EQ(errno_of(ENFILE), Errno::file_table_full);
  EXPECT_EQ(errno_of(ENOBUFS), Errno::no_buffer_space);
  EXPECT_EQ(errno_of(ENOMEM), Errno::out_of_memory);
  EXPECT_EQ(errno_of(ENOSPC), Errno::no_space);
  EXPECT_EQ(errno_of(EINVAL), Errno::invalid_argument);
  EXPECT_EQ(errno_of(EPROTOTYPE), Errno::wrong_socket_type);
  EXPECT_EQ(errno_of(EAFNOSUPPORT), Errno::family_not_supported);
  EXPECT_EQ(errno_of(ENOTCONN), Errno::not_connected);
  EXPECT_EQ(errno_of(EPROTO), Errno::protocol_error);
}
#endif

}  // namespace
}  // namespace why502::knowledge
