// result.h -- how a call that touches the outside world reports failure.
//
// Only opening and reading sources, and reading options, can fail. A line that
// we cannot understand is not an error: it is counted (see Counters).
// No function of this library throws, aborts, or writes to stdout or stderr.
// (Allocation failure is the one exception: it is std::bad_alloc, as ever.)
#ifndef WHY502_RESULT_H_
#define WHY502_RESULT_H_

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace why502 {

enum class Errc {
  not_found,    // no such file
  denied,       // the file exists, we may not read it
  io,           // read(2) or the decompressor's input failed
  corrupt,      // a compressed stream is damaged (what came before was read), or a partial is
  unsupported,  // not a regular file, pipe or terminal; an unknown compression
  bad_option,   // an option has no meaning (unknown time zone, window of 0)
};

struct Error {
  Errc code;
  std::string message;  // one sentence for a person, names the file; no '\n'
};

// Result<T> is the part of std::expected<T, Error> that we need, spelled the
// same, so that it can become that type when C++23 is our floor.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const noexcept { return state_.index() == 0; }
  explicit operator bool() const noexcept { return has_value(); }

  // REQUIRES: has_value()
  T& operator*() & noexcept {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  const T& operator*() const& noexcept {
    assert(has_value());
    return *std::get_if<0>(&state_);
  }
  T&& operator*() && noexcept {
    assert(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  T* operator->() & noexcept { return &**this; }
  const T* operator->() const& noexcept { return &**this; }
  // f()->rows() would leave views of a value that is gone: name the result first.
  const T* operator->() const&& = delete;

  // REQUIRES: !has_value()
  const Error& error() const& noexcept {
    assert(!has_value());
    return *std::get_if<1>(&state_);
  }
  Error&& error() && noexcept {
    assert(!has_value());
    return std::move(*std::get_if<1>(&state_));
  }

 private:
  std::variant<T, Error> state_;
};

}  // namespace why502

#endif  // WHY502_RESULT_H_
