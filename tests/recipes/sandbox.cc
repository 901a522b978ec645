// sandbox.cc -- reads docs/recipes.md, and runs what stands there.
#include "tests/recipes/sandbox.h"

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "gtest/gtest.h"

namespace why502::test {
namespace {

namespace fs = std::filesystem;

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// A crontab's line as what cron gives to the shell.
std::string without_schedule(const std::string& recipe) {
  constexpr std::string_view kSchedule = "*/5 * * * * root ";
  return recipe.starts_with(kSchedule) ? recipe.substr(kSchedule.size()) : recipe;
}

}  // namespace

std::map<std::string, std::string> recipes() {
  std::istringstream document(read_file(WHY502_SOURCE_DIR "/docs/recipes.md"));
  std::map<std::string, std::string> all;
  std::string heading;
  for (std::string line; std::getline(document, line) && line != "# In C++";) {
    if (line.starts_with("## ")) heading = line.substr(3);
    if (line.starts_with("    ")) all[heading] += line.substr(4) + "\n";
  }
  return all;
}

Sandbox::Sandbox() {
  fs::create_directories(path("bin"));
  fs::create_directories(path("var/tmp"));
  fs::create_symlink(WHY502_COMMAND, path("bin/why502"));
}

void Sandbox::stand_in(const std::string& name, const std::string& script) const {
  fs::permissions(folder_.file("bin/" + name, "#!/bin/bash\n" + script + "\n"), fs::perms::owner_all);
}

Result Sandbox::cook(const std::string& heading) const {
  const std::string recipe = recipes()[heading];
  EXPECT_NE(recipe, "") << "docs/recipes.md has no recipe '" << heading << "'";
  const char* const outer = std::getenv("PATH");
  return run_call({.arguments = {"-c", replaced(without_schedule(recipe), "/var/", path("var/"))},
                   .environment = {{"PATH", path("bin") + ":" + (outer == nullptr ? "/usr/bin:/bin" : outer)},
                                   {"SANDBOX", path("")},
                                   {"SAMPLES", WHY502_SAMPLES}},
                   .in = Stdin::null,
                   .program = "/bin/bash"});
}

}  // namespace why502::test
