#pragma once

#include <stddef.h>

/// A file of `Resources`, embedded in the binary. Its bytes stay where the program was loaded: nothing is copied or
/// decoded at start.
typedef struct {
    /// Its path below `Resources`; null after the last file.
    const char *_Nullable path;
    const unsigned char *_Nonnull bytes;
    size_t lengthInBytes;
} WebResource;

/// All files, ended by one without a path.
const WebResource *_Nonnull webResources(void);
