/* The grammar of .pschema. Actions only build the tree; what the words mean is up to the model.

   Words with a meaning are tokens, but reserved only where they have it: `word` takes them all, and
   the token that follows decides. */

%require "3.8"
%define api.pure full
%define api.prefix {grammar_}
%define api.token.prefix {TOKEN_}
%define api.token.raw
%define api.value.type {union semantic}
%define api.location.type {struct span}
%define parse.error custom
%define parse.lac full
%define lr.type lalr
%locations
%expect 0

%param {struct parser *parser}

%code requires {
#include "parser.h"
#include "span.h"
}

%code {
#include "build.h"
#include "problem.h"
#include "recover.h"
#include "spelling.h"
#include "token.h"

#define YYLLOC_DEFAULT(current, parts, count) \
    (current) = (count) ? span_join(YYRHSLOC(parts, 1), YYRHSLOC(parts, count)) \
                        : span_behind(YYRHSLOC(parts, 0))

static int grammar_lex(union semantic *value, struct span *place, struct parser *parser)
{
    return parser_next(parser, value, place);
}

static void grammar_error(struct span *place, struct parser *parser, const char *message)
{
    (void)message; // the only one that bison reports so: its stack is full
    problem_report_depth(parser, *place);
}
}

%token END_OF_FILE 0 "end of file"
%token <name> IDENTIFIER "name"
%token <name> STRING "string"
%token <word> INTEGER "number"
%token <word> FLOAT "float"

// The words with a meaning: from the first to the last, token_word finds them by these names.
%token <name>
    SCHEMA "schema" REVISION "revision" INCLUDE "include" CONST "const" TARGET "target" PLATFORM "platform"
    CHIP "chip" OF "of" PARAMETER "parameter" RECORD "record" FLAG "flag" TYPE "type"
    SUBTYPE "subtype" TABLE "table" RULE "rule" FOR "for" IN "in" WARNING "warning"
    CONFIG "config" DEFAULT "default" IF "if" REQUIRE "require" ASSERT "assert"
    VARIANT "variant" EXTENDS "extends" REMOVE "remove" TOOLS "tools" RAW_DATA "raw_data"
    DEVICE "device" ON "on" ALLOW "allow" PARTITION "partition" CHECKSUM "checksum"
    AT "at" AUTO "auto" SIZE "size" FILL "fill" TO "to" MIN "min" MAX "max" ALIGN "align"
    PLACE "place" MULTIPLE "multiple" WITHIN "within" BEFORE "before" AFTER "after"
    ENCRYPTED "encrypted" READONLY "readonly" FROZEN "frozen" DEPENDS "depends" WAS "was"
    FROM "from" NOT "not" NONE "none" ASIDE "aside" UNIQUE "unique" KIND "kind" RESERVED "reserved"
    EDITION "edition" SET "set" EXPECT "expect" FLASH "flash" ABSTRACT "abstract" NO "no"
    PREFER "prefer" BOUNDARY "boundary" OUTSIDE "outside" PRESERVE "preserve" SCRATCH "scratch"
    HEADROOM "headroom" COPIES "copies"
%token <name> END_WORD "end"

%token
    BRACE_OPEN "{" BRACE_CLOSE "}" PAREN_OPEN "(" PAREN_CLOSE ")" BRACKET_OPEN "["
    BRACKET_CLOSE "]" SEMICOLON ";" COMMA "," COLON ":" DOT "." RANGE ".." ASSIGN "="
    QUESTION "?" LOGICAL_OR "||" LOGICAL_AND "&&" BIT_OR "|" BIT_XOR "^" BIT_AND "&"
    LESS "<" LESS_EQUAL "<=" GREATER ">" GREATER_EQUAL ">=" EQUAL "==" NOT_EQUAL "!="
    SHIFT_LEFT "<<" SHIFT_RIGHT ">>" ADD "+" SUBTRACT "-" MULTIPLY "*" DIVIDE "/"
    REMAINDER "%" COMPLEMENT "~" LOGICAL_NOT "!"

// What a mistake follows directly is kept.
%precedence WHOLE
%precedence error

// As in C, except that comparisons do not chain.
%right "?" ":"
%left "||"
%left "&&"
%left "|"
%left "^"
%left "&"
%nonassoc "<" "<=" ">" ">=" "==" "!="
%left "<<" ">>"
%left "+" "-"
%left "*" "/" "%"
%precedence UNARY

%type <name> word free_word bare_word expression_word line_name later_name name generator_name
%type <word> type_part number integer line_word line_term later_term later_value number_term mark_name argument
%type <type> type scope
%type <reference> reference family
%type <expression> expression depends condition length initial kconfig
%type <clause> simple_clause plain_clause open_clause closed_clause table_clause withdrawn
%type <clause> table_withdrawn
%type <content> generator
%type <line> line
%type <line_head> line_head
%type <setting> setting
%type <sector> sector
%type <removal> removal
%type <field> field
%type <subtype> subtype
%type <partition> partition
%type <item> item platform_item shared_item
%type <items> items platform_items
%type <names> names bases
%type <references> references
%type <removals> removals
%type <settings> settings setting_block
%type <sectors> sectors
%type <clauses> table_clauses clauses simple_clauses open_clauses closed_clauses block_clauses
%type <clauses> subtype_clauses
%type <words> arguments line_words line_first line_named line_tail marks mark limit
%type <words> record_words
%type <partitions> partitions
%type <lines> lines
%type <fields> fields
%type <body> type_body
%type <loop> loop
%type <range> range

%%

file: items END_OF_FILE { parser_finish(parser, $items); };

items: %empty { $$ = (struct syntax_items){0}; }
    | items item { $$ = $1; build_append(parser, &$$, $item); }
    | items ";" { yyerrok; }
    | items skipped
    ;

// What is left out after a mistake: up to the next `;` or what may begin here, or a whole block.
// After a `;` a mistake is a new one, which is reported, too.
skipped: skipped_start { parser_lose(parser, parser->previous); }
    | skipped_start skipped_block { parser_lose(parser, @2); yyerrok; }
    ;
skipped_start: error
        {
            term_reset(parser);
            if (recover_gives_up(parser)) {
                yyclearin;
            }
        }
    ;
skipped_block: "{" skipped_tokens "}";
skipped_tokens: %empty | skipped_tokens skipped_token | skipped_tokens skipped_block;
skipped_token: word | STRING | INTEGER | FLOAT | "(" | ")" | "[" | "]" | ";" | "," | ":" | "."
    | ".." | "=" | "?" | "||" | "&&" | "|" | "^" | "&" | "<" | "<=" | ">" | ">=" | "==" | "!="
    | "<<" | ">>" | "+" | "-" | "*" | "/" | "%" | "~" | "!";

// Where a mistake comes up here, what was read so far is kept, and what follows is not lost.
stop: ";" | astray;
astray: stop_start { parser_lose(parser, parser->previous); }
    | stop_start skipped_block { parser_lose(parser, @2); @$ = @1; yyerrok; }
    ;
stop_start: error
        {
            term_reset(parser);
            @$ = span_behind(parser->intact);
            bool gives_up = recover_gives_up(parser);
            parser->is_swallowed = @0.end > parser->intact.end;
            if (gives_up) {
                yyclearin;
            }
        }
    ;

item: shared_item
    | "schema" name "revision" number stop
        { $$ = build_schema(parser, @$, $name, $number); }
    | "edition" number stop { $$ = build_edition(parser, @$, $number); }
    | "include" STRING stop
        { $$ = build_item(parser, ITEM_INCLUDE, @$, $STRING, NULL); }
    | "const" name "=" expression stop
        { $$ = build_item(parser, ITEM_CONST, @$, $name, $expression); }
    | "target" name stop
        { $$ = build_settings(parser, ITEM_TARGET, @$, $name, (struct syntax_settings){0}); }
    | "target" setting_block
        { $$ = build_settings(parser, ITEM_TARGET, @$, (struct syntax_name){0}, $setting_block); }
    | "target" name setting_block
        { $$ = build_settings(parser, ITEM_TARGET, @$, $name, $setting_block); }
    | "platform" name "{" platform_items "}"
        { $$ = build_platform(parser, @$, $name, $platform_items); }
    | "chip" name "of" name[platform] stop
        { $$ = build_chip(parser, @$, $2, $platform, (struct syntax_settings){0}); }
    | "chip" name "of" name[platform] setting_block
        { $$ = build_chip(parser, @$, $2, $platform, $setting_block); }
    | "table" name table_clauses "{" partitions "}"
        { $$ = build_table(parser, @$, $name, $table_clauses, $partitions); }
    | partition { $$ = build_partition_item(parser, $partition); }
    | "require" references depends stop
        { $$ = build_require(parser, @$, $depends, $references); }
    | "require" kconfig ":" references stop
        {
            spelling_require(parser, @kconfig, @references);
            $$ = build_require(parser, @$, $kconfig, $references);
        }
    | "assert" expression stop
        { $$ = build_assert(parser, @$, $expression, (struct syntax_name){0}); }
    | "assert" expression "," STRING stop
        { $$ = build_assert(parser, @$, $expression, $STRING); }
    | "variant" names bases stop
        { $$ = build_variant(parser, @$, $names, $bases, (struct syntax_items){0}, false); }
    | "variant" names bases "{" items "}"
        { $$ = build_variant(parser, @$, $names, $bases, $items, false); }
    | "abstract" "variant" names bases stop
        { $$ = build_variant(parser, @$, $names, $bases, (struct syntax_items){0}, true); }
    | "abstract" "variant" names bases "{" items "}"
        { $$ = build_variant(parser, @$, $names, $bases, $items, true); }
    | "remove" removals stop
        { $$ = build_remove(parser, @$, $removals); }
    | "tools" STRING stop
        { $$ = build_item(parser, ITEM_TOOLS, @$, $STRING, NULL); }
    | "raw_data" STRING stop
        { $$ = build_item(parser, ITEM_RAW_DATA, @$, $STRING, NULL); }
    | "flash" name setting_block
        { $$ = build_settings(parser, ITEM_FLASH, @$, $name, $setting_block); }
    | "device" name setting_block
        {
            spelling_word(parser, @1, "flash");
            $$ = build_settings(parser, ITEM_FLASH, @$, $name, $setting_block);
        }
    | "allow" name reference "in" "revision" number "," STRING stop
        { $$ = build_allow(parser, @$, $name, $reference, $number, $STRING); }
    | "allow" name reference "in" "revision" number IDENTIFIER[by] IDENTIFIER[means] stop
        { $$ = build_allow_by(parser, @$, $name, $reference, $number, $by, $means); }
    ;

names: name { $$ = (struct syntax_names){0}; build_append_copy(parser, &$$, $name); }
    | names "," name { $$ = $1; build_append_copy(parser, &$$, $name); }
    ;

bases: %empty { $$ = (struct syntax_names){0}; }
    | "extends" names { $$ = $names; }
    ;

references: reference { $$ = (struct syntax_references){0}; build_append_copy(parser, &$$, $reference); }
    | references "," reference { $$ = $1; build_append_copy(parser, &$$, $reference); }
    ;

reference: name { $$ = (struct syntax_reference){@$, $name, {0}}; }
    | name[first] "." name[second] { $$ = (struct syntax_reference){@$, $first, $second}; }
    ;

removals: removal { $$ = (struct syntax_removals){0}; build_append_copy(parser, &$$, $removal); }
    | removals "," removal { $$ = $1; build_append_copy(parser, &$$, $removal); }
    ;

removal: reference { $$ = (struct syntax_removal){REMOVE_PARTITION, @$, $reference}; }
    | "require" reference { $$ = (struct syntax_removal){REMOVE_REQUIRE, @$, $reference}; }
    | "table" name { $$ = (struct syntax_removal){REMOVE_TABLE, @$, {@name, $name, {0}}}; }
    | "rule" name { $$ = (struct syntax_removal){REMOVE_RULE, @$, {@name, $name, {0}}}; }
    ;

setting_block: "{" settings "}" { $$ = $settings; };

settings: %empty { $$ = (struct syntax_settings){0}; }
    | settings setting { $$ = $1; build_append(parser, &$$, $setting); }
    | settings ";" { yyerrok; }
    | settings skipped
    ;

// Several sizes are the sectors of a flash whose sectors differ.
setting: name expression stop
        { $$ = build_setting(parser, @$, $name, $expression, (struct syntax_sectors){0}); }
    | name sectors "," sector stop
        {
            build_append_copy(parser, &$sectors, $sector);
            $$ = build_setting(parser, @$, $name, NULL, $sectors);
        }
    | name INTEGER "of" expression stop
        {
            struct syntax_sector sector = {$INTEGER, $expression};
            struct syntax_sectors sectors = {0};
            build_append_copy(parser, &sectors, sector);
            $$ = build_setting(parser, @$, $name, NULL, sectors);
        }
    ;

sectors: sector { $$ = (struct syntax_sectors){0}; build_append_copy(parser, &$$, $sector); }
    | sectors "," sector { $$ = $1; build_append_copy(parser, &$$, $sector); }
    ;

sector: expression { $$ = (struct syntax_sector){{0}, $expression}; }
    | INTEGER "of" expression { $$ = (struct syntax_sector){$INTEGER, $expression}; }
    ;

// Platforms.

platform_items: %empty { $$ = (struct syntax_items){0}; }
    | platform_items platform_item { $$ = $1; build_append(parser, &$$, $platform_item); }
    | platform_items ";" { yyerrok; }
    | platform_items skipped
    ;

platform_item: shared_item
    | "parameter" name "=" expression stop
        { $$ = build_item(parser, ITEM_PARAMETER, @$, $name, $expression); }
    | "table" setting_block
        { $$ = build_settings(parser, ITEM_FORMAT, @$, (struct syntax_name){0}, $setting_block); }
    | "flag" name "=" number stop
        { $$ = build_flag(parser, @$, $name, $number); }
    ;

// Allowed in a file as well as in a platform.
shared_item:
      "type" name "=" number "{" type_body "}"
        { $$ = build_type(parser, @$, $name, $number, (struct syntax_word){0}, $type_body); }
    | "type" number[low] ".." number[high] "{" type_body "}"
        { $$ = build_type(parser, @$, (struct syntax_name){0}, $low, $high, $type_body); }
    | "type" name "{" type_body "}"
        { $$ = build_type(parser, @$, $name, (struct syntax_word){0}, (struct syntax_word){0},
                          $type_body); }
    | "record" name record_words "{" fields "}"
        { $$ = build_record(parser, @$, $name, $record_words, $fields); }
    | "config" name[symbol] name[kind] stop
        { $$ = build_config(parser, @$, $symbol, $kind, NULL); }
    | "config" name[symbol] name[kind] "default" expression stop
        { $$ = build_config(parser, @$, $symbol, $kind, $expression); }
    | "set" name[symbol] name[kind] loop "=" expression condition stop
        { $$ = build_implied(parser, @$, CONFIG_SET, $symbol, $kind, $loop, $expression, $condition); }
    | "expect" name[symbol] name[kind] loop "=" expression condition stop
        {
            $$ = build_implied(parser, @$, CONFIG_EXPECT, $symbol, $kind, $loop, $expression,
                               $condition);
        }
    | "config" name[symbol] name[kind] loop "=" expression condition stop
        {
            bool is_default = spelling_set(parser, @1, @5, $expression);
            $$ = is_default ? build_config(parser, @$, $symbol, $kind, $expression)
                            : build_implied(parser, @$, CONFIG_SET, $symbol, $kind, $loop,
                                            $expression, $condition);
        }
    | "config" name[symbol] name[kind] loop "==" expression condition stop
        {
            spelling_expect(parser, @1, @5);
            $$ = build_implied(parser, @$, CONFIG_EXPECT, $symbol, $kind, $loop, $expression,
                               $condition);
        }
    | "rule" name loop ":" expression "," STRING stop
        { $$ = build_rule(parser, @$, $name, $loop, $expression, $STRING, false); }
    | "rule" name loop ":" expression "," "warning" STRING stop
        { $$ = build_rule(parser, @$, $name, $loop, $expression, $STRING, true); }
    ;

loop: %empty { $$ = (struct syntax_loop){0}; }
    | "for" name "in" scope { $$ = (struct syntax_loop){$name, $scope}; }
    ;

scope: type
    | type_part { $$ = (struct syntax_type){$1, {0}, @$, false}; }
    ;

condition: %empty { $$ = NULL; }
    | "if" expression { $$ = $expression; }
    ;

type_body: %empty { $$ = (struct type_body){0}; }
    | type_body plain_clause stop { $$ = build_body_clause(parser, $1, $plain_clause); }
    | type_body "align" expression[align] "prefer" expression[prefer] stop
        {
            const struct syntax_clause *align =
                build_clause(parser, CLAUSE_ALIGN, FORM_PLAIN, span_join(@2, @3), $align);
            const struct syntax_clause *prefer =
                build_clause(parser, CLAUSE_PREFER, FORM_PLAIN, span_join(@4, @5), $prefer);
            $$ = build_body_clause(parser, build_body_clause(parser, $1, align), prefer);
        }
    | type_body subtype { $$ = build_body_subtype(parser, $1, $subtype); }
    | type_body ";" { yyerrok; }
    | type_body skipped
    ;

subtype: "subtype" name "=" number subtype_clauses
        { $$ = build_subtype(parser, @$, build_name_word($name), (struct syntax_word){0}, $number,
                             $subtype_clauses); }
    | "subtype" name[first] ".." name[last] "=" number subtype_clauses
        { $$ = build_subtype(parser, @$, build_name_word($first), build_name_word($last), $number,
                             $subtype_clauses); }
    | "subtype" number[low] ".." number[high] subtype_clauses
        { $$ = build_subtype(parser, @$, $low, $high, (struct syntax_word){0}, $subtype_clauses); }
    ;

subtype_clauses: stop { $$ = (struct syntax_clauses){0}; }
    | "{" block_clauses "}" { $$ = $block_clauses; }
    ;

record_words: %empty { $$ = (struct syntax_words){0}; }
    | record_words word { $$ = build_append_word(parser, $1, build_name_word($word)); }
    ;

fields: %empty { $$ = (struct syntax_fields){0}; }
    | fields field { $$ = $1; build_append(parser, &$$, $field); }
    | fields ";" { yyerrok; }
    | fields skipped
    ;

field: name[type] name[label] length initial range stop
        { $$ = build_field(parser, @$, $type, $label, $length, $initial, $range); }
    ;

length: %empty { $$ = NULL; } | "[" expression "]" { $$ = $expression; };
initial: %empty { $$ = NULL; } | "=" expression { $$ = $expression; };
range: %empty { $$ = (struct syntax_range){0}; }
    | "in" expression[low] ".." expression[high] { $$ = (struct syntax_range){$low, $high}; }
    ;

// Tables and partitions.

table_clauses: %empty { $$ = (struct syntax_clauses){0}; }
    | table_clauses table_clause { $$ = $1; build_append(parser, &$$, $table_clause); }
    ;

table_clause:
      "at" expression { $$ = build_clause(parser, CLAUSE_AT, FORM_PLAIN, @$, $expression); }
    | "in" reference
        { $$ = build_reference_clause(parser, CLAUSE_IN, FORM_PLAIN, @$, $reference); }
    | "on" name { $$ = build_name_clause(parser, CLAUSE_ON, FORM_PLAIN, @$, $name); }
    | "checksum" name { $$ = build_name_clause(parser, CLAUSE_CHECKSUM, FORM_PLAIN, @$, $name); }
    | "copies" expression { $$ = build_clause(parser, CLAUSE_COPIES, FORM_PLAIN, @$, $expression); }
    | "no" table_withdrawn { $$ = build_withdrawal($table_withdrawn, @$); }
    ;

table_withdrawn: "at" { $$ = build_withdrawn(parser, CLAUSE_AT, @$); }
    | "in" { $$ = build_withdrawn(parser, CLAUSE_IN, @$); }
    | "on" { $$ = build_withdrawn(parser, CLAUSE_ON, @$); }
    | "checksum" { $$ = build_withdrawn(parser, CLAUSE_CHECKSUM, @$); }
    | "copies" { $$ = build_withdrawn(parser, CLAUSE_COPIES, @$); }
    ;

partitions: %empty { $$ = (struct syntax_partitions){0}; }
    | partitions partition { $$ = $1; build_append(parser, &$$, $partition); }
    | partitions "include" STRING stop
        {
            struct span span = span_join(@2, @4);
            $$ = $1;
            build_append(parser, &$$, build_partition_include(parser, span, $STRING));
        }
    | partitions ";" { yyerrok; }
    | partitions skipped
    ;

partition: "partition" family stop
        { $$ = build_partition(parser, @$, $family, (struct syntax_type){0}, (struct syntax_clauses){0}); }
    | "partition" family clauses
        { $$ = build_partition(parser, @$, $family, (struct syntax_type){0}, $clauses); }
    | "partition" family type stop
        { $$ = build_partition(parser, @$, $family, $type, (struct syntax_clauses){0}); }
    | "partition" family type clauses
        { $$ = build_partition(parser, @$, $family, $type, $clauses); }
    ;

family: name { $$ = (struct syntax_reference){@$, $name, {0}}; }
    | name[first] ".." name[last] { $$ = (struct syntax_reference){@$, $first, $last}; }
    ;

type: type_part[type] "." type_part[subtype] { $$ = build_type_reference(parser, $1, $3); };

type_part: name { $$ = build_name_word($name); } | INTEGER;

clauses: simple_clauses stop
    | open_clauses stop
    | closed_clauses %prec WHOLE
    | closed_clauses astray { $$ = $1; @$ = @1; }
    | "{" block_clauses "}" { $$ = $block_clauses; }
    | simple_clauses "{" block_clauses "}" { $$ = $1; list_append_all(parser->arena, &$$, &$block_clauses); }
    ;

// By the last of them: a block may follow, or would be taken for the generator's, or was.
simple_clauses: simple_clause { $$ = (struct syntax_clauses){0}; build_append(parser, &$$, $1); }
    | simple_clauses simple_clause { $$ = $1; build_append(parser, &$$, $2); }
    | open_clauses simple_clause { $$ = $1; build_append(parser, &$$, $2); }
    | closed_clauses simple_clause { $$ = $1; build_append(parser, &$$, $2); }
    ;

open_clauses: open_clause { $$ = (struct syntax_clauses){0}; build_append(parser, &$$, $1); }
    | simple_clauses open_clause { $$ = $1; build_append(parser, &$$, $2); }
    | open_clauses open_clause { $$ = $1; build_append(parser, &$$, $2); }
    | closed_clauses open_clause { $$ = $1; build_append(parser, &$$, $2); }
    ;

closed_clauses: closed_clause { $$ = (struct syntax_clauses){0}; build_append(parser, &$$, $1); }
    | simple_clauses closed_clause { $$ = $1; build_append(parser, &$$, $2); }
    | open_clauses closed_clause { $$ = $1; build_append(parser, &$$, $2); }
    | closed_clauses closed_clause { $$ = $1; build_append(parser, &$$, $2); }
    ;

block_clauses: %empty { $$ = (struct syntax_clauses){0}; }
    | block_clauses plain_clause stop { $$ = $1; build_append(parser, &$$, $plain_clause); }
    | block_clauses "align" expression "prefer" expression stop
        {
            struct span align = span_join(@2, @3), prefer = span_join(@4, @5);
            $$ = $1;
            build_append(parser, &$$, build_clause(parser, CLAUSE_ALIGN, FORM_PLAIN, align, $3));
            build_append(parser, &$$, build_clause(parser, CLAUSE_PREFER, FORM_PLAIN, prefer, $5));
        }
    | block_clauses closed_clause { $$ = $1; build_append(parser, &$$, $closed_clause); }
    | block_clauses ";" { yyerrok; }
    | block_clauses skipped
    ;

plain_clause: simple_clause | open_clause;

simple_clause:
      "at" expression { $$ = build_clause(parser, CLAUSE_AT, FORM_PLAIN, @$, $expression); }
    | "at" "end" { $$ = build_clause(parser, CLAUSE_AT, FORM_END, @$, NULL); }
    | "at" "auto"
        {
            spelling_word(parser, @$, "no at");
            $$ = build_withdrawn(parser, CLAUSE_AT, @$);
        }
    | "size" expression { $$ = build_clause(parser, CLAUSE_SIZE, FORM_PLAIN, @$, $expression); }
    | "size" "to" expression { $$ = build_clause(parser, CLAUSE_SIZE, FORM_TO, @$, $expression); }
    | "size" "fill" { $$ = build_fill(parser, @$, NULL, NULL); }
    | "size" "fill" "min" expression { $$ = build_fill(parser, @$, $expression, NULL); }
    | "size" "fill" "max" expression { $$ = build_fill(parser, @$, NULL, $expression); }
    | "size" "fill" "min" expression[minimum] "max" expression[maximum]
        { $$ = build_fill(parser, @$, $minimum, $maximum); }
    | "size" "fill" "max" expression[maximum] "min" expression[minimum]
        { $$ = build_fill(parser, @$, $minimum, $maximum); }
    | "align" expression { $$ = build_clause(parser, CLAUSE_ALIGN, FORM_PLAIN, @$, $expression); }
    | "prefer" expression { $$ = build_clause(parser, CLAUSE_PREFER, FORM_PLAIN, @$, $expression); }
    | "place" expression
        {
            spelling_word(parser, @1, "prefer");
            $$ = build_clause(parser, CLAUSE_PREFER, FORM_PLAIN, @$, $expression);
        }
    | "multiple" expression
        { $$ = build_clause(parser, CLAUSE_MULTIPLE, FORM_PLAIN, @$, $expression); }
    | "boundary" expression
        { $$ = build_clause(parser, CLAUSE_BOUNDARY, FORM_PLAIN, @$, $expression); }
    | "within" expression
        {
            spelling_word(parser, @1, "boundary");
            $$ = build_clause(parser, CLAUSE_BOUNDARY, FORM_PLAIN, @$, $expression);
        }
    | "headroom" expression
        { $$ = build_clause(parser, CLAUSE_HEADROOM, FORM_PLAIN, @$, $expression); }
    | "before" reference
        { $$ = build_reference_clause(parser, CLAUSE_POSITION, FORM_BEFORE, @$, $reference); }
    | "after" reference
        { $$ = build_reference_clause(parser, CLAUSE_POSITION, FORM_AFTER, @$, $reference); }
    | "encrypted" { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $1); }
    | "readonly" { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $1); }
    | "flag" name { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $name); }
    | "flag" number { $$ = build_bit_clause(parser, CLAUSE_FLAG, @$, $number); }
    | "not" name { $$ = build_name_clause(parser, CLAUSE_NOT, FORM_PLAIN, @$, $name); }
    | "not" number { $$ = build_bit_clause(parser, CLAUSE_NOT, @$, $number); }
    | "frozen" { $$ = build_clause(parser, CLAUSE_FROZEN, FORM_PLAIN, @$, NULL); }
    | depends { $$ = build_clause(parser, CLAUSE_DEPENDS, FORM_PLAIN, @$, $depends); }
    | "preserve" { $$ = build_clause(parser, CLAUSE_LIFETIME, FORM_PRESERVE, @$, NULL); }
    | "scratch" { $$ = build_clause(parser, CLAUSE_LIFETIME, FORM_SCRATCH, @$, NULL); }
    | "was" family { $$ = build_reference_clause(parser, CLAUSE_WAS, FORM_PLAIN, @$, $family); }
    | "no" withdrawn { $$ = build_withdrawal($withdrawn, @$); }
    | "from" "none"
        {
            spelling_word(parser, @$, "no from");
            $$ = build_withdrawn(parser, CLAUSE_FROM, @$);
        }
    | "outside" { $$ = build_clause(parser, CLAUSE_OUTSIDE, FORM_PLAIN, @$, NULL); }
    | "aside"
        {
            spelling_word(parser, @1, "outside");
            $$ = build_clause(parser, CLAUSE_OUTSIDE, FORM_PLAIN, @$, NULL);
        }
    | "unique" { $$ = build_clause(parser, CLAUSE_UNIQUE, FORM_PLAIN, @$, NULL); }
    | "reserved" { $$ = build_clause(parser, CLAUSE_RESERVED, FORM_PLAIN, @$, NULL); }
    | "kind" name { $$ = build_name_clause(parser, CLAUSE_KIND, FORM_PLAIN, @$, $name); }
    ;

depends: "depends" "on" kconfig { $$ = $kconfig; };

// Clauses that are withdrawn.
withdrawn: "at" { $$ = build_withdrawn(parser, CLAUSE_AT, @$); }
    | "size" { $$ = build_withdrawn(parser, CLAUSE_SIZE, @$); }
    | "align" { $$ = build_withdrawn(parser, CLAUSE_ALIGN, @$); }
    | "prefer" { $$ = build_withdrawn(parser, CLAUSE_PREFER, @$); }
    | "multiple" { $$ = build_withdrawn(parser, CLAUSE_MULTIPLE, @$); }
    | "boundary" { $$ = build_withdrawn(parser, CLAUSE_BOUNDARY, @$); }
    | "headroom" { $$ = build_withdrawn(parser, CLAUSE_HEADROOM, @$); }
    | "before" { $$ = build_clause(parser, CLAUSE_POSITION, FORM_BEFORE, @$, NULL); }
    | "after" { $$ = build_clause(parser, CLAUSE_POSITION, FORM_AFTER, @$, NULL); }
    | "frozen" { $$ = build_withdrawn(parser, CLAUSE_FROZEN, @$); }
    | "depends" "on" { $$ = build_withdrawn(parser, CLAUSE_DEPENDS, @$); }
    | "was" { $$ = build_withdrawn(parser, CLAUSE_WAS, @$); }
    | "from" { $$ = build_withdrawn(parser, CLAUSE_FROM, @$); }
    | "preserve" { $$ = build_clause(parser, CLAUSE_LIFETIME, FORM_PRESERVE, @$, NULL); }
    | "scratch" { $$ = build_clause(parser, CLAUSE_LIFETIME, FORM_SCRATCH, @$, NULL); }
    | "encrypted" { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $1); }
    | "readonly" { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $1); }
    | "flag" name { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $name); }
    | "flag" number { $$ = build_bit_clause(parser, CLAUSE_FLAG, @$, $number); }
    ;

// Generators.

open_clause: "from" generator { $$ = build_content(parser, @$, $generator, (struct syntax_lines){0}); };

closed_clause: "from" generator "{" lines "}"
        { $$ = build_content(parser, @$, $generator, $lines); }
    | "from" "{" lines "}"
        {
            struct syntax_content *amended =
                build_from(parser, @$, (struct syntax_name){0}, (struct syntax_words){0});
            $$ = build_content(parser, @$, amended, $lines);
        }
    ;

generator: generator_name arguments { $$ = build_from(parser, @$, $1, $arguments); }
    | "record" word arguments { $$ = build_record_generator(parser, @$, $1, $word, $arguments); }
    | "record" STRING arguments { $$ = build_record_generator(parser, @$, $1, $STRING, $arguments); }
    | "fill" arguments
        { $$ = spelling_fill(parser, @$, $1, $arguments); }
    ;

generator_name: IDENTIFIER;

arguments: %empty { $$ = (struct syntax_words){0}; }
    | arguments argument { $$ = build_append_word(parser, $1, $argument); }
    ;

argument: IDENTIFIER { $$ = build_name_word($1); }
    | STRING { $$ = build_string_word($1); }
    | INTEGER
    | FLOAT
    ;

lines: %empty { $$ = (struct syntax_lines){0}; }
    | lines line { $$ = $1; build_append(parser, &$$, $line); }
    | lines ";" { yyerrok; }
    | lines skipped
    ;

line: line_head stop { $$ = build_line(parser, @$, $line_head, NULL, NULL); }
    | line_head depends stop { $$ = build_line(parser, @$, $line_head, $depends, NULL); }
    | line_head "{" lines "}" { $$ = build_line(parser, @$, $line_head, NULL, &$lines); }
    | line_head depends "{" lines "}"
        { $$ = build_line(parser, @$, $line_head, $depends, &$lines); }
    ;

line_head: line_words { $$ = (struct line_head){$line_words, NULL, {0}}; }
    | line_words "=" expression { $$ = (struct line_head){$line_words, $expression, {0}}; }
    | line_words "=" expression marks { $$ = (struct line_head){$line_words, $expression, $marks}; }
    | line_tail { $$ = (struct line_head){$line_tail, NULL, {0}}; }
    ;

// Where a key's value comes from elsewhere, its attributes are words like those before them.
line_tail: line_named limit
        { $$ = $line_named; list_append_all(parser->arena, &$$, &$limit); }
    | line_tail mark { $$ = $1; list_append_all(parser->arena, &$$, &$mark); }
    | line_tail "device" { $$ = build_append_word(parser, $1, build_name_word($2)); }
    | line_tail STRING { $$ = build_append_word(parser, $1, build_string_word($STRING)); }
    ;

// The attributes of a key follow its value.
marks: mark | marks mark { $$ = $1; list_append_all(parser->arena, &$$, &$mark); };

mark: mark_name { $$ = build_append_word(parser, (struct syntax_words){0}, $mark_name); }
    | limit
    ;

limit: "max" expression { $$ = build_mark(parser, $1, $expression, NULL); }
    | "in" expression[low] ".." expression[high] { $$ = build_mark(parser, $1, $low, $high); }
    ;

mark_name: IDENTIFIER { $$ = build_name_word($1); } | "unique" { $$ = build_name_word($1); };

line_words: line_first | line_named;

line_first: line_word { $$ = build_append_word(parser, (struct syntax_words){0}, $1); }
    | line_name "(" value ")"
        {
            const struct expression *value = build_expression(parser, @value);
            struct span span = span_join(@2, @4);
            $$ = build_append_word(parser, (struct syntax_words){0}, build_name_word($1));
            $$ = build_append_word(parser, $$, build_expression_word(parser, span, value));
        }
    ;

// The second word may be a key's name, and any word. From the third on, `max` and `in` are limits.
line_named: line_first line_term { $$ = build_append_word(parser, $1, $2); }
    | line_named later_term { $$ = build_append_word(parser, $1, $2); }
    ;

line_term: line_word
    | line_name[table] "." line_name[partition]
        { $$ = build_reference_word(@$, $table, $partition); }
    | line_name "(" call_arguments ")"
        { $$ = build_call_word(parser, @$, $1, $call_arguments); }
    | number_term
    ;

later_term: later_name { $$ = build_name_word($1); }
    | later_value
    | later_name[table] "." line_name[partition]
        { $$ = build_reference_word(@$, $table, $partition); }
    | later_name "(" call_arguments ")"
        { $$ = build_call_word(parser, @$, $1, $call_arguments); }
    | number_term
    ;

number_term: "-" INTEGER { $$ = build_negative_word(parser, @$, $INTEGER); }
    | integer[low] ".." integer[high] { $$ = build_range_word(parser, @$, $low, $high); }
    ;

integer: INTEGER | "-" INTEGER { $$ = build_negative_word(parser, @$, $INTEGER); };

line_word: line_name { $$ = build_name_word($1); } | later_value;

later_value: STRING { $$ = build_string_word($1); } | INTEGER | FLOAT;

// Expressions: their terms are collected in postfix order while they are read.

expression: value { $$ = build_expression(parser, @$); };

value: primary
    | value "?" value ":" value { term_conditional(parser, @$); }
    | value "||" value { term_binary(parser, @$, OPERATION_LOGICAL_OR); }
    | value "&&" value { term_binary(parser, @$, OPERATION_LOGICAL_AND); }
    | value "|" value { term_binary(parser, @$, OPERATION_OR); }
    | value "^" value { term_binary(parser, @$, OPERATION_EXCLUSIVE_OR); }
    | value "&" value { term_binary(parser, @$, OPERATION_AND); }
    | value "<" value { term_binary(parser, @$, OPERATION_LESS); }
    | value "<=" value { term_binary(parser, @$, OPERATION_LESS_EQUAL); }
    | value ">" value { term_binary(parser, @$, OPERATION_GREATER); }
    | value ">=" value { term_binary(parser, @$, OPERATION_GREATER_EQUAL); }
    | value "==" value { term_binary(parser, @$, OPERATION_EQUAL); }
    | value "!=" value { term_binary(parser, @$, OPERATION_NOT_EQUAL); }
    | value "<<" value { term_binary(parser, @$, OPERATION_SHIFT_LEFT); }
    | value ">>" value { term_binary(parser, @$, OPERATION_SHIFT_RIGHT); }
    | value "+" value { term_binary(parser, @$, OPERATION_ADD); }
    | value "-" value { term_binary(parser, @$, OPERATION_SUBTRACT); }
    | value "*" value { term_binary(parser, @$, OPERATION_MULTIPLY); }
    | value "/" value { term_binary(parser, @$, OPERATION_DIVIDE); }
    | value "%" value { term_binary(parser, @$, OPERATION_REMAINDER); }
    | "+" value %prec UNARY { term_unary(parser, @$, OPERATION_PLUS); }
    | "-" value %prec UNARY { term_unary(parser, @$, OPERATION_NEGATE); }
    | "~" value %prec UNARY { term_unary(parser, @$, OPERATION_COMPLEMENT); }
    | "!" value %prec UNARY { term_unary(parser, @$, OPERATION_NOT); }
    ;

primary: INTEGER { term_word(parser, $1); }
    | FLOAT { term_word(parser, $1); }
    | STRING { term_word(parser, build_string_word($1)); }
    | expression_word { term_word(parser, build_name_word($1)); }
    | expression_word "(" call_arguments ")" { term_call(parser, @$, $1, $call_arguments); }
    | "(" value ")" { term_group(parser, @$); }
    | primary "." name { term_member(parser, @$, build_name_word($name)); }
    | primary "." INTEGER { term_member(parser, @$, $INTEGER); }
    ;

%type <count> call_arguments call_list;

call_arguments: %empty { $$ = 0; } | call_list;
call_list: call_argument { $$ = 1; } | call_list "," call_argument { $$ = $1 + 1; };
call_argument: value | value ".." value { term_range(parser, @$); };

// Kconfig's own expressions: relations are between symbols and literals only.

kconfig: kconfig_value { $$ = build_expression(parser, @$); };

kconfig_value: kconfig_operand
    | kconfig_operand "=" kconfig_operand { term_binary(parser, @$, OPERATION_EQUAL); }
    | kconfig_operand "!=" kconfig_operand { term_binary(parser, @$, OPERATION_NOT_EQUAL); }
    | kconfig_operand "<" kconfig_operand { term_binary(parser, @$, OPERATION_LESS); }
    | kconfig_operand "<=" kconfig_operand { term_binary(parser, @$, OPERATION_LESS_EQUAL); }
    | kconfig_operand ">" kconfig_operand { term_binary(parser, @$, OPERATION_GREATER); }
    | kconfig_operand ">=" kconfig_operand { term_binary(parser, @$, OPERATION_GREATER_EQUAL); }
    | kconfig_value "||" kconfig_value { term_binary(parser, @$, OPERATION_LOGICAL_OR); }
    | kconfig_value "&&" kconfig_value { term_binary(parser, @$, OPERATION_LOGICAL_AND); }
    | "!" kconfig_value %prec UNARY { term_unary(parser, @$, OPERATION_NOT); }
    | "(" kconfig_value ")" { term_group(parser, @$); }
    ;

kconfig_operand: word { term_symbol(parser, $word); }
    | STRING { term_literal(parser, $STRING.text, @$); }
    | INTEGER { term_literal(parser, $INTEGER.text, @$); }
    ;

// Words.

name: word | STRING;

number: INTEGER;

free_word: bare_word | "in" | "max";

bare_word: IDENTIFIER | "schema" | "revision" | "include" | "const" | "target" | "platform"
    | "chip" | "of" | "parameter" | "record" | "flag" | "type" | "subtype" | "table" | "rule"
    | "for" | "warning" | "config" | "default" | "if" | "require" | "assert" | "variant"
    | "extends" | "remove" | "tools" | "raw_data" | "device" | "on" | "allow" | "partition"
    | "checksum" | "at" | "size" | "min" | "align" | "place" | "multiple" | "within"
    | "before" | "after" | "encrypted" | "readonly" | "frozen" | "was" | "from" | "not" | "none"
    | "aside" | "unique" | "kind" | "reserved" | "edition" | "set" | "expect" | "flash" | "abstract"
    | "no" | "prefer" | "boundary" | "outside" | "preserve" | "scratch" | "headroom" | "copies";

word: free_word | "auto" | "fill" | "to" | "end" | "depends";
expression_word: free_word | "depends";
line_name: free_word | "auto" | "fill" | "to" | "end";
later_name: bare_word | "auto" | "fill" | "to" | "end";

%%

enum { EXPECTED_LIMIT = 160 }; // more than there are tokens

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
    yysymbol_kind_t kinds[EXPECTED_LIMIT];
    struct expected expected[EXPECTED_LIMIT];
    int kind_count = yypcontext_expected_tokens(context, kinds, EXPECTED_LIMIT);
    size_t count = 0;
    bool can_end = false;
    for (int i = 0; i < kind_count; i++) {
        can_end |= kinds[i] == YYSYMBOL_SEMICOLON;
    }
    for (int i = 0; i < kind_count; i++) {
        const char *name = yysymbol_name(kinds[i]);
        bool is_word = kinds[i] >= YYSYMBOL_SCHEMA && kinds[i] <= YYSYMBOL_END_WORD;
        if (!spelling_is_old(parser, name, can_end)) {
            expected[count++] = (struct expected){name, is_word};
        }
    }
    problem_report(parser, *yypcontext_location(context), expected, count);
    return 0;
}

void grammar_words(void *context, void (*take)(void *context, const char *word, int token))
{
    for (int kind = YYSYMBOL_SCHEMA; kind <= YYSYMBOL_END_WORD; kind++) {
        take(context, yysymbol_name((yysymbol_kind_t)kind), kind);
    }
}
