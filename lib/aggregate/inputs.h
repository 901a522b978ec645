// inputs.h -- which inputs are logs, which are cut, and what becomes of a cut file in the end.
#ifndef WHY502_LIB_AGGREGATE_INPUTS_H_
#define WHY502_LIB_AGGREGATE_INPUTS_H_

#include <memory>
#include <optional>
#include <string>

#include "lib/aggregate/shared.h"

namespace why502::counting {

// Is there no record that we know at the beginning of a file that nobody named? Then why.
std::optional<Input> not_a_log(const Shared& shared, const std::string& path);

// Why no record of the input can be of the time that is asked for; "" if one may be.
std::string outside(const Shared& shared, const input::Found& found);

// The input of `task`, if it is a file that several threads should read, or only a part of it; nullptr if not.
std::shared_ptr<CutFile> cut_file(Shared& shared, const Task& task);

// All slices were read and fit together: adds their sum.
void sum_up(Shared& shared, CutFile& file);

// They did not fit together: one thread reads the file from its beginning.
void read_anew(Shared& shared, Key key, CutFile& file);

}  // namespace why502::counting

#endif  // WHY502_LIB_AGGREGATE_INPUTS_H_
