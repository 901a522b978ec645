// expressions_test.cc -- an expression that takes exponential time elsewhere takes linear time, or is refused.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "lib/match/pattern.h"

namespace why502_tests {
namespace {

using why502::match::Pattern;

TEST(Expressions, OnesThatBacktrackAreLinear) {
  const std::string text(1 << 20, 'a');
  const auto begin = std::chrono::steady_clock::now();
  for (const char* expression : {"(a*)*b$", "(a|aa)+b$", "(a+a+)+b", "([a-z]+)*\\d", "(.*)(.*)(.*)(.*)(.*)b$"}) {
    const auto pattern = Pattern::create(expression, "--upstream");
    ASSERT_TRUE(pattern) << expression;
    EXPECT_FALSE(pattern->found_in(text)) << expression;
  }
  // By a backtracking engine it would not end in this universe; linear, it takes a fraction of a second.
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(60));
}

TEST(Expressions, OnesThatAskForTooMuchAreRefusedInASentence) {
  for (const std::string& expression :
       {std::string("((a{100}){100}){100}"), std::string("a{1001}"), std::string(5000, 'a'),
        std::string("((((((((((\\pL{50}){50}){50}){50}))))))))"), std::string(2000, '(')}) {
    const auto pattern = Pattern::create(expression, "--upstream");
    ASSERT_FALSE(pattern) << expression.substr(0, 40);
    EXPECT_EQ(pattern.error().code, why502::Errc::bad_option);
    EXPECT_EQ(pattern.error().message.find('\n'), std::string::npos);
  }
}

}  // namespace
}  // namespace why502_tests
