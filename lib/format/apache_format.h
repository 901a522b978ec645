// apache_format.h -- an ErrorLogFormat of one's own, compiled into a reader.
#ifndef WHY502_LIB_FORMAT_APACHE_FORMAT_H_
#define WHY502_LIB_FORMAT_APACHE_FORMAT_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/format/apache_head.h"
#include "why502/result.h"

namespace why502::format {

// THREADS. Immutable: const methods from any threads at once.
class ApacheFormat {
 public:
  // Errors: bad_option, a sentence that says where the string cannot be understood.
  // Source: httpd 2.4.68 docs/manual/mod/core.xml ErrorLogFormat, server/log.c parse_errorlog_string().
  static Result<ApacheFormat> compile(std::string_view format);

  // Reads a line; false if it has not this format. O(line * fields).
  bool read(std::string_view line, ApacheHead* head) const noexcept;

 private:
  enum class Kind : unsigned char {
    literal,
    time,
    level,
    module,
    process,
    thread,
    source,
    error,
    peer,
    server,
    message,
    text
  };
  struct Item {
    Kind kind = Kind::literal;
    std::string literal = {};
    int blanks = 0;         // in a value of Kind::time
    bool may_miss = false;  // without a value its field goes, and the blank before it
  };
  // What stands between two blanks that are not escaped.
  struct Field {
    std::vector<Item> items;
    bool joined = false;  // "% " stands before it: no blank
    bool may_miss() const noexcept;
  };

  bool read_field(const Field& field, std::string_view line, std::size_t* at, ApacheHead* head,
                  std::string_view behind) const noexcept;
  std::string_view literal_behind(std::size_t field) const noexcept;

  std::vector<Field> fields_;
  bool has_level_ = false;
};

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_APACHE_FORMAT_H_
