#include "WebResources.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char connect_js[] = {
#embed "Resources/connect.js"
};

static const WebResource resources[] = {
    {"connect.js", connect_js, sizeof connect_js},
    {0, connect_js, 0},
};

const WebResource *webResources(void) { return resources; }
