// apache.h -- the records of Apache httpd's error log and of mod_jk's: see ARCHITECTURE.md.
#ifndef WHY502_LIB_FORMAT_APACHE_H_
#define WHY502_LIB_FORMAT_APACHE_H_

#include "lib/format/format.h"

namespace why502::format {

// Apache writes a record as one line, always: what it quotes is escaped.
bool apache_head(std::string_view line, StampReader& stamps, Head* head);
Outcome apache_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

// mod_jk's own file. 1.2.50 and later have a request's id before the process.
// Source: mod_jk 1.2.50 native/common/jk_util.c jk_log().
bool mod_jk_head(std::string_view line, StampReader& stamps, Head* head);
Outcome mod_jk_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

// For grammars whose records have one line and cannot carry another.
bool never_open(const Record& record);

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_APACHE_H_
