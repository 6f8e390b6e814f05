#include "WebResources.h"

// Swift 6's clang knows C23's #embed in every mode of C, and says so each time.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char amplify_js[] = {
#embed "Resources/amplify.js"
};
static const unsigned char amplify_bytes_js[] = {
#embed "Resources/amplify/bytes.js"
};
static const unsigned char amplify_checksum_js[] = {
#embed "Resources/amplify/checksum.js"
};
static const unsigned char amplify_cognito_js[] = {
#embed "Resources/amplify/cognito.js"
};
static const unsigned char amplify_configuration_js[] = {
#embed "Resources/amplify/configuration.js"
};
static const unsigned char amplify_download_js[] = {
#embed "Resources/amplify/download.js"
};
static const unsigned char amplify_errors_js[] = {
#embed "Resources/amplify/errors.js"
};
static const unsigned char amplify_hub_js[] = {
#embed "Resources/amplify/hub.js"
};
static const unsigned char amplify_locations_js[] = {
#embed "Resources/amplify/locations.js"
};
static const unsigned char amplify_media_types_js[] = {
#embed "Resources/amplify/media-types.js"
};
static const unsigned char amplify_multi_factor_js[] = {
#embed "Resources/amplify/multi-factor.js"
};
static const unsigned char amplify_objects_js[] = {
#embed "Resources/amplify/objects.js"
};
static const unsigned char amplify_password_js[] = {
#embed "Resources/amplify/password.js"
};
static const unsigned char amplify_s3_js[] = {
#embed "Resources/amplify/s3.js"
};
static const unsigned char amplify_session_js[] = {
#embed "Resources/amplify/session.js"
};
static const unsigned char amplify_sign_in_js[] = {
#embed "Resources/amplify/sign-in.js"
};
static const unsigned char amplify_sign_up_js[] = {
#embed "Resources/amplify/sign-up.js"
};
static const unsigned char amplify_signature_js[] = {
#embed "Resources/amplify/signature.js"
};
static const unsigned char amplify_srp_js[] = {
#embed "Resources/amplify/srp.js"
};
static const unsigned char amplify_tokens_js[] = {
#embed "Resources/amplify/tokens.js"
};
static const unsigned char amplify_transfer_task_js[] = {
#embed "Resources/amplify/transfer-task.js"
};
static const unsigned char amplify_upload_js[] = {
#embed "Resources/amplify/upload.js"
};
static const unsigned char amplify_user_js[] = {
#embed "Resources/amplify/user.js"
};
static const unsigned char amplify_xml_js[] = {
#embed "Resources/amplify/xml.js"
};
static const unsigned char connect_js[] = {
#embed "Resources/connect.js"
};

static const WebResource resources[] = {
    {"amplify.js", amplify_js, sizeof amplify_js},
    {"amplify/bytes.js", amplify_bytes_js, sizeof amplify_bytes_js},
    {"amplify/checksum.js", amplify_checksum_js, sizeof amplify_checksum_js},
    {"amplify/cognito.js", amplify_cognito_js, sizeof amplify_cognito_js},
    {"amplify/configuration.js", amplify_configuration_js, sizeof amplify_configuration_js},
    {"amplify/download.js", amplify_download_js, sizeof amplify_download_js},
    {"amplify/errors.js", amplify_errors_js, sizeof amplify_errors_js},
    {"amplify/hub.js", amplify_hub_js, sizeof amplify_hub_js},
    {"amplify/locations.js", amplify_locations_js, sizeof amplify_locations_js},
    {"amplify/media-types.js", amplify_media_types_js, sizeof amplify_media_types_js},
    {"amplify/multi-factor.js", amplify_multi_factor_js, sizeof amplify_multi_factor_js},
    {"amplify/objects.js", amplify_objects_js, sizeof amplify_objects_js},
    {"amplify/password.js", amplify_password_js, sizeof amplify_password_js},
    {"amplify/s3.js", amplify_s3_js, sizeof amplify_s3_js},
    {"amplify/session.js", amplify_session_js, sizeof amplify_session_js},
    {"amplify/sign-in.js", amplify_sign_in_js, sizeof amplify_sign_in_js},
    {"amplify/sign-up.js", amplify_sign_up_js, sizeof amplify_sign_up_js},
    {"amplify/signature.js", amplify_signature_js, sizeof amplify_signature_js},
    {"amplify/srp.js", amplify_srp_js, sizeof amplify_srp_js},
    {"amplify/tokens.js", amplify_tokens_js, sizeof amplify_tokens_js},
    {"amplify/transfer-task.js", amplify_transfer_task_js, sizeof amplify_transfer_task_js},
    {"amplify/upload.js", amplify_upload_js, sizeof amplify_upload_js},
    {"amplify/user.js", amplify_user_js, sizeof amplify_user_js},
    {"amplify/xml.js", amplify_xml_js, sizeof amplify_xml_js},
    {"connect.js", connect_js, sizeof connect_js},
    {0, connect_js, 0},
};

const WebResource *webResources(void) { return resources; }
