// angie_json.h -- the record that Angie's error_log writes with format=json: see ARCHITECTURE.md.
#ifndef WHY502_LIB_FORMAT_ANGIE_JSON_H_
#define WHY502_LIB_FORMAT_ANGIE_JSON_H_

#include "lib/format/format.h"

namespace why502::format {

// A record is a line, whatever a client wrote into it. COST. The line is read twice: a record
// is one only if it is an object to its last byte.
bool angie_json_head(std::string_view line, StampReader& stamps, Head* head);
Outcome angie_json_parse(const Record& record, const match::Matcher& matcher, EventFn on_event);

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_ANGIE_JSON_H_
