// guarded.cc -- memory with an unreadable page before it and behind it, by mmap and mprotect.
#include "tests/roads/guarded.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace why502_tests {

Guarded::Guarded(std::size_t most) : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))) {
  room_ = (most / page_ + 1) * page_;
  void* map = ::mmap(nullptr, room_ + 2 * page_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (map == MAP_FAILED || ::mprotect(static_cast<char*>(map) + page_, room_, PROT_READ | PROT_WRITE) != 0) {
    std::perror("mmap");
    std::abort();
  }
  map_ = static_cast<char*>(map);
  begin_ = map_ + page_;
}

Guarded::~Guarded() { ::munmap(map_, room_ + 2 * page_); }

std::string_view Guarded::at_end(std::string_view bytes) {
  std::memset(begin_, '#', room_);
  char* place = begin_ + room_ - bytes.size();
  if (!bytes.empty()) std::memcpy(place, bytes.data(), bytes.size());
  return {place, bytes.size()};
}

std::string_view Guarded::at_begin(std::string_view bytes) {
  std::memset(begin_, '#', room_);
  if (!bytes.empty()) std::memcpy(begin_, bytes.data(), bytes.size());
  return {begin_, bytes.size()};
}

}  // namespace why502_tests
