#pragma once
#include <libxml/xmlversion.h>
// Foundation brings an ICU of its own; with libxml2's headers for it the two would be declared twice. Only the
// converters' private part looks different without it.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
