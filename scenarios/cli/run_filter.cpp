#include "scenarios/cli/run_filter.hpp"

#include <algorithm>
#include <sstream>
#include <utility>

namespace syncsim::cli {
namespace {

std::string in_small_letters(std::string text)
{
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return text;
}

bool contains(const std::string& text, const std::string& part)
{
    return in_small_letters(text).find(part) != std::string::npos;
}

}  // namespace

run_filter::run_filter(std::string_view text)
{
    std::istringstream in(in_small_letters(std::string(text)));
    for (std::string each; in >> each;) {
        word made{.what = word::kind::text, .text = {}, .is_unwanted = each.starts_with('!')};
        if (made.is_unwanted) each.erase(0, 1);
        if (each.starts_with('@')) {
            made.what = word::kind::tag;
            each.erase(0, 1);
        } else if (each.starts_with("v:")) {
            made.what = word::kind::variant;
            each.erase(0, 2);
        }
        made.text = std::move(each);
        words_.push_back(std::move(made));
    }
}

bool run_filter::fits(const planned_run& one) const
{
    return std::ranges::all_of(
        words_, [&](const word& each) { return fits(each, one) != each.is_unwanted; });
}

bool run_filter::fits(const word& wanted, const planned_run& one)
{
    switch (wanted.what) {
    case word::kind::tag:
        return std::ranges::any_of(one.script->tags, [&](const std::string& tag) {
            return in_small_letters(tag) == wanted.text;
        });
    case word::kind::variant: return one.variant.name == wanted.text;
    case word::kind::text: break;
    }
    return contains(one.script->point, wanted.text) || contains(one.script->name, wanted.text) ||
           contains(one.script->title, wanted.text) || contains(one.file, wanted.text);
}

}  // namespace syncsim::cli
