// guarded.h -- memory with an unreadable page before it and behind it.
#ifndef WHY502_TESTS_ROADS_GUARDED_H_
#define WHY502_TESTS_ROADS_GUARDED_H_

#include <cstddef>
#include <string_view>

namespace why502_tests {

// Who reads one byte too far gets SIGSEGV.
class Guarded {
 public:
  // Room for up to `most` bytes.
  explicit Guarded(std::size_t most);
  ~Guarded();
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  // The copy's last byte is the last readable one; or its first byte the first.
  // Overwrites what stood there. REQUIRES: bytes.size() <= most.
  std::string_view at_end(std::string_view bytes);
  std::string_view at_begin(std::string_view bytes);

 private:
  std::size_t room_;     // a multiple of the page's size
  char* map_ = nullptr;  // page, room, page
  char* begin_ = nullptr;
  std::size_t page_;
};

}  // namespace why502_tests

#endif  // WHY502_TESTS_ROADS_GUARDED_H_
