// file_test.cc -- files and descriptors: what opening refuses and says, pipes, and the stop flag.
#include "lib/input/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>
#include <thread>

#include "tests/input/apart.h"
#include "tests/input/folder.h"
#include "tests/input/packed.h"

namespace why502::input {
namespace {

using why502_tests::Folder;

// All that a reader gives; "error: ..." if it fails.
std::string read_all(SourceReader& reader, std::size_t room = 7) {
  std::string all, piece(room, '\0');
  for (;;) {
    const auto n = reader.read(piece);
    if (!n) return "error: " + n.error().message;
    if (*n == 0) return all;
    all += piece.substr(0, *n);
  }
}

struct Failure {
  Errc code;
  std::string message;
};
Failure failure_of(const std::string& path) {
  const auto reader = open_file(path);
  EXPECT_FALSE(reader.has_value()) << path;
  return reader ? Failure{} : Failure{reader.error().code, reader.error().message};
}

std::string make_socket(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  EXPECT_EQ(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(fd);
  return path;
}

TEST(OpenFile, ReadsAFileToItsEnd) {
  const Folder folder;
  const std::string bytes("one\ntwo\0three", 13), path = folder.file("a.log", bytes);
  for (const std::size_t room : {1u, 2u, 100u}) {
    auto reader = open_file(path);
    ASSERT_TRUE(reader.has_value());
    EXPECT_EQ(read_all(**reader, room), bytes);
    EXPECT_EQ((*reader)->contiguous(), std::nullopt);
  }
}

TEST(OpenFile, FollowsLinks) {
  const Folder folder;
  const std::string link = folder.link("b.log", folder.file("a.log", "bytes"));
  auto reader = open_file(folder.link("c.log", link));
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ(read_all(**reader), "bytes");
}

TEST(OpenFile, SaysWhatIsMissing) {
  const Folder folder;
  const std::string missing = folder / "missing.log", below = folder.file("a.log") + "/b.log";
  EXPECT_EQ(failure_of(missing).code, Errc::not_found);
  EXPECT_EQ(failure_of(missing).message, "cannot open '" + missing + "': no such file");
  EXPECT_EQ(failure_of(below).code, Errc::not_found);
  EXPECT_EQ(failure_of(below).message, "cannot open '" + below + "': a part of its path is no directory");
  EXPECT_EQ(failure_of("").code, Errc::not_found);
}

TEST(OpenFile, RefusesADirectory) {
  const Folder folder;
  EXPECT_EQ(failure_of(folder.path()).code, Errc::unsupported);
  EXPECT_EQ(failure_of(folder.path()).message, "cannot read '" + folder.path() + "': it is a directory");
}

TEST(OpenFile, UnpacksWhatIsCompressed) {
  const Folder folder;
  for (const why502_tests::Packer& packer : why502_tests::packers()) {
    auto reader = open_file(folder.file("x" + std::string(packer.suffix), packer.pack("a log\n")));
    ASSERT_TRUE(reader.has_value());
    char room[64];
    const auto n = (*reader)->read(room);
    ASSERT_TRUE(n.has_value()) << packer.id;
    EXPECT_EQ(std::string(room, *n), "a log\n") << packer.id;
  }
  EXPECT_TRUE(open_file(folder.file("short", "\x1f\x8b")).has_value());
}

TEST(OpenFile, RefusesASocket) {
  const Folder folder;
  const std::string path = make_socket(folder / "s");
  EXPECT_EQ(failure_of(path).code, Errc::unsupported);
  EXPECT_EQ(failure_of(path).message, "cannot open '" + path + "': it is a socket, or a device without a driver");
}

TEST(OpenFile, SaysWhatIsALoopOrTooLong) {
  const Folder folder;
  const std::string loop = folder.link("loop", folder / "loop"), longest = folder / std::string(300, 'n');
  EXPECT_EQ(failure_of(loop).message, "cannot open '" + loop + "': too many symbolic links");
  EXPECT_EQ(failure_of(loop).code, Errc::io);
  EXPECT_EQ(failure_of(longest).message, "cannot open '" + longest + "': the name is too long");
}

// Root may read everything, so another user tries.
TEST(OpenFile, SaysWhatIsDenied) {
  const Folder folder;
  const std::string secret = folder.file("secret.log", "bytes"), closed = folder.folder("closed");
  folder.file("closed/a.log", "bytes");
  ::chmod(secret.c_str(), 0);
  ::chmod(closed.c_str(), 0);
  const auto look = [&] {
    if (::geteuid() == 0 && ::setuid(65534) != 0) return 2;
    const auto file = open_file(secret), below = open_file(closed + "/a.log");
    const auto info = inspect(closed + "/a.log");
    const bool good = !file && file.error().code == Errc::denied &&
                      file.error().message == "cannot open '" + secret + "': permission denied" && !below &&
                      below.error().code == Errc::denied && !info && info.error().code == Errc::denied;
    return good ? 0 : 1;
  };
  const int result = why502_tests::apart(10, look);
  ::chmod(closed.c_str(), 0755);
  if (result == 2) GTEST_SKIP() << "may not become another user here";
  EXPECT_EQ(result, 0);
}

// result.h: "one sentence for a person, names the file; no '\n'".
TEST(OpenFile, ASentenceHasNoLineFeed) { EXPECT_EQ(failure_of("no\nsuch.log").message.find('\n'), std::string::npos); }

TEST(SystemError, OfAnUnknownNumberSaysTheNumber) {
  EXPECT_EQ(system_error("read", "a.log", EIO).message, "cannot read 'a.log': input/output error");
  EXPECT_EQ(system_error("read", "a.log", EIO).code, Errc::io);
  EXPECT_EQ(system_error("read", "a.log", 12345).message, "cannot read 'a.log': error 12345");
  EXPECT_EQ(system_error("open", "a.log", EPERM).code, Errc::denied);
}

TEST(OpenFile, LeavesErrnoAlone) {
  const Folder folder;
  errno = EDOM;
  EXPECT_FALSE(open_file(folder / "missing").has_value());
  EXPECT_FALSE(inspect(folder / "missing").has_value());
  EXPECT_EQ(errno, EDOM);
}

TEST(Inspect, TellsFilesAndFoldersApart) {
  const Folder folder;
  const auto file = inspect(folder.link("l", folder.file("a.log", "12345")));
  ASSERT_TRUE(file.has_value());
  EXPECT_TRUE(file->regular);
  EXPECT_FALSE(file->directory);
  EXPECT_EQ(file->bytes, 5u);
  const auto directory = inspect(folder.path());
  ASSERT_TRUE(directory.has_value());
  EXPECT_TRUE(directory->directory);
  EXPECT_FALSE(directory->regular);
  const auto fifo = inspect(folder.fifo("f"));
  ASSERT_TRUE(fifo.has_value());
  EXPECT_FALSE(fifo->regular || fifo->directory);
}

TEST(Fifo, IsReadToItsWritersEnd) {
  const Folder folder;
  const std::string path = folder.fifo("f");
  std::thread writer([&] {
    const int fd = ::open(path.c_str(), O_WRONLY);
    for (int i = 0; i < 100; ++i) EXPECT_EQ(::write(fd, "line\n", 5), 5);
    ::close(fd);
  });
  auto reader = open_file(path);
  ASSERT_TRUE(reader.has_value());
  EXPECT_EQ(read_all(**reader).size(), 500u);
  writer.join();
}

// file.h: "`stop` ... ends the reading when it becomes true, also while a pipe has nothing to give".
TEST(Fifo, WithoutAWriterStopsWhenTold) {
  const Folder folder;
  const std::string path = folder.fifo("f");
  const int result = why502_tests::apart(2, [&] {
    const std::atomic<bool> stop{true};
    auto reader = open_file(path, &stop);
    return !reader || read_all(**reader).empty() ? 0 : 1;
  });
  EXPECT_EQ(result, 0) << "it waits for a writer and does not look at `stop`";
}

TEST(BorrowFd, ReadsAPipeAndLeavesItOpen) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "bytes", 5), 5);
  {
    const auto reader = borrow_fd(ends[0], "<pipe>");
    char piece[3];
    const auto n = reader->read(piece);
    ASSERT_TRUE(n.has_value());
    EXPECT_EQ(*n, 3u);
  }
  EXPECT_NE(::fcntl(ends[0], F_GETFD), -1);
  ::close(ends[1]);
  EXPECT_EQ(read_all(*borrow_fd(ends[0], "<pipe>")), "es");
  ::close(ends[0]);
}

TEST(BorrowFd, StopsWhileAPipeHasNothingToGive) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::atomic<bool> stop{false};
  const auto reader = borrow_fd(ends[0], "<pipe>", &stop);
  std::thread other([&] { stop = true; });
  EXPECT_EQ(read_all(*reader), "");
  other.join();
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(BorrowFd, StopsBeforeWhatIsThere) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "bytes", 5), 5);
  const std::atomic<bool> stop{true};
  EXPECT_EQ(read_all(*borrow_fd(ends[0], "<pipe>", &stop)), "");
  ::close(ends[0]);
  ::close(ends[1]);
}

TEST(BorrowFd, WaitsForADescriptorThatDoesNot) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::fcntl(ends[0], F_SETFL, O_NONBLOCK), 0);
  std::thread writer([&] {
    std::this_thread::yield();
    EXPECT_EQ(::write(ends[1], "bytes", 5), 5);
    ::close(ends[1]);
  });
  EXPECT_EQ(read_all(*borrow_fd(ends[0], "<pipe>")), "bytes");
  writer.join();
  ::close(ends[0]);
}

// In a process of its own: what is waited for never comes.
TEST(BorrowFd, SaysWhatIsNotOpen) {
  for (const int fd : {-1, 1000}) {
    const int result = why502_tests::apart(2, [fd] {
      const auto reader = borrow_fd(fd, "<fd>");
      char piece[3];
      const auto n = reader->read(piece);
      return !n && n.error().code == Errc::io &&
                     n.error().message == "cannot read '<fd>': the descriptor is not open for reading"
                 ? 0
                 : 1;
    });
    EXPECT_EQ(result, 0) << fd;
  }
}

}  // namespace
}  // namespace why502::input
