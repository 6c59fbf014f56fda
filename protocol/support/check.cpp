#include "protocol/support/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace syncsim::support {

void check_failed(std::string_view why, std::source_location where) noexcept
{
    std::fprintf(
        stderr,
        "%s:%u: check failed: %.*s\n",
        where.file_name(),
        static_cast<unsigned>(where.line()),
        static_cast<int>(why.size()),
        why.data());
    std::abort();
}

}  // namespace syncsim::support
