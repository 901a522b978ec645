// json_parts.h -- the objects that several keys of the JSON report share, and its incidents.
#ifndef WHY502_LIB_REPORT_JSON_PARTS_H_
#define WHY502_LIB_REPORT_JSON_PARTS_H_

#include <optional>
#include <span>
#include <string_view>

#include "lib/report/json_writer.h"
#include "why502/aggregate.h"
#include "why502/compare.h"
#include "why502/incident.h"

namespace why502::report {

// Each a whole object.
void write_object(const EvidenceRow& row, JsonWriter& json);
void write_object(const Incident& incident, JsonWriter& json);
void write_object(const Background& background, JsonWriter& json);
void write_object(const Comparison& comparison, JsonWriter& json);

// Each its own key, or keys, of the object that is open.
void write_stretch(const std::optional<Timestamp>& first, const std::optional<Timestamp>& last, JsonWriter& json);
void write_requests(const Estimate& requests, JsonWriter& json);
void write_by_status(std::span<const StatusCount> counts, JsonWriter& json);
void write_example(std::string_view example, JsonWriter& json);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_JSON_PARTS_H_
