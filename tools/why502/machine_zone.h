// machine_zone.h -- the time zone that this machine lives in.
#ifndef WHY502_TOOLS_MACHINE_ZONE_H_
#define WHY502_TOOLS_MACHINE_ZONE_H_

#include <string>

namespace why502::command {

// As ParserOptions::time_zone takes it: from TZ, else from where /etc/localtime
// leads, else from /etc/timezone, else "UTC". Not checked: it may be a zone that
// the machine's tz database does not have.
std::string machine_time_zone();

}  // namespace why502::command

#endif  // WHY502_TOOLS_MACHINE_ZONE_H_
