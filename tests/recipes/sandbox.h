// sandbox.h -- the recipes of docs/recipes.md, and a folder in which they can be run as they stand.
#ifndef WHY502_TESTS_RECIPES_SANDBOX_H_
#define WHY502_TESTS_RECIPES_SANDBOX_H_

#include <map>
#include <string>
#include <string_view>

#include "tests/command/logs.h"
#include "tests/command/process.h"

namespace why502::test {

// Each heading's block of commands, without its indentation; of those before "# In C++".
std::map<std::string, std::string> recipes();

// Has a /var of its own, and a folder of programs that comes first in PATH. `why502` there is
// the real one. The other programs that recipes name are not here, or would need a cluster, a
// daemon and other machines: what stands in for them prints what the real one would. So a
// recipe's shell, options and why502 are tried, and that it fits what such programs print; not
// those programs, nor that their options are right.
class Sandbox {
 public:
  Sandbox();

  // A file below /var: log("log/nginx/error.log", ...).
  void var(const std::string& name, std::string_view bytes) const { folder_.file("var/" + name, bytes); }
  std::string read_var(const std::string& name) const { return read_file(folder_.path("var/" + name)); }
  std::string path(const std::string& name) const { return folder_.path(name); }

  // A program of this name, as a script for bash.
  void stand_in(const std::string& name, const std::string& script) const;

  // What a shell makes of the recipe under this heading; its /var is ours.
  Result cook(const std::string& heading) const;

 private:
  Folder folder_;
};

}  // namespace why502::test

#endif  // WHY502_TESTS_RECIPES_SANDBOX_H_
