// tree.h -- the files that stand below a path.
#ifndef WHY502_LIB_INPUT_TREE_H_
#define WHY502_LIB_INPUT_TREE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "lib/input/file.h"
#include "why502/result.h"

namespace why502::input {

// A path to read, or why it will not be read.
struct Found {
  std::string path;
  std::uint64_t bytes = 0;    // of a regular file
  bool in_directory = false;  // found below a directory, not named
  std::string skipped = {};   // why it will not be read, though nothing is wrong
  std::optional<Error> error = {};
  std::optional<std::chrono::sys_seconds> modified = {};  // of a regular file
};

// Lists what `inputs` stand for, each regular file and directory once (links
// followed, told apart by device and inode), in the order of `inputs` and by name below
// a directory. "-" is taken as it is. In directories only regular files count: nobody
// means a socket or a FIFO that happens to lie there. Of a file and its compressed twin in
// one directory (x and x.gz) the plain one is read.
std::vector<Found> list_inputs(std::span<const std::string> inputs);

}  // namespace why502::input

#endif  // WHY502_LIB_INPUT_TREE_H_
