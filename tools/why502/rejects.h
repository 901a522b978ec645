// rejects.h -- the lines that could not be read: to a file, and the first of them to the report.
#ifndef WHY502_TOOLS_REJECTS_H_
#define WHY502_TOOLS_REJECTS_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "tools/why502/output.h"
#include "why502/result.h"
#include "why502/scanner.h"

namespace why502::command {

class Rejects {
 public:
  // So many go to the report.
  static constexpr std::size_t kFirst = 5;

  Rejects() = default;
  Rejects(const Rejects&) = delete;  // RunOptions::on_reject refers to it
  Rejects& operator=(const Rejects&) = delete;
  ~Rejects();

  // Empties the file, or makes it. An input is not overwritten, nor is `output_file` ("": none)
  // written twice. Errors: bad_option, denied, io.
  Result<bool> open(const std::string& path, std::span<const std::string> inputs, const std::string& output_file);

  void operator()(const Reject& reject);

  // Writes what is left. Returns why writing failed; "" if it did not.
  std::string finish();

  // The first few, cut.
  std::span<const std::string> first() const { return first_; }

 private:
  int fd_ = -1;
  std::optional<Output> file_;
  std::vector<std::string> first_;
};

}  // namespace why502::command

#endif  // WHY502_TOOLS_REJECTS_H_
