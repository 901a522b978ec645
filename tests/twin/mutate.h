// mutate.h -- logs out of good records, damaged and forged in the ways that logs are; the same seed, the same log.
#ifndef WHY502_TESTS_TWIN_MUTATE_H_
#define WHY502_TESTS_TWIN_MUTATE_H_

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace why502_tests {

class Mutator {
 public:
  // REQUIRES: `pool` is not empty and outlives the mutator.
  Mutator(std::uint64_t seed, const std::vector<std::string>& pool) : random_(seed), pool_(pool) {}

  // The next log: a few records of the pool, most of them changed.
  std::string log();

  // A number below `end`, and a choice of a list.
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
  template <typename List>
  const auto& any(const List& list) {
    return list[below(std::size(list))];
  }

 private:
  void change(std::string* record);
  void wrap(std::string* log);
  void change_bytes(std::string* text);
  void insert_word(std::string* text);
  void splice(std::string* record);
  void swap_spans(std::string* text);
  void set_length(std::string* record);
  std::size_t place(const std::string& text) { return below(text.size() + 1); }
  std::size_t place_of_field(const std::string& record);

  std::mt19937_64 random_;
  const std::vector<std::string>& pool_;
};

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_MUTATE_H_
