/* The grammar of .pschema. Actions only build the tree; what the words mean is the model's matter.

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
%token <name> END_WORD "end"

%token
    BRACE_OPEN "{" BRACE_CLOSE "}" PAREN_OPEN "(" PAREN_CLOSE ")" BRACKET_OPEN "["
    BRACKET_CLOSE "]" SEMICOLON ";" COMMA "," COLON ":" DOT "." RANGE ".." ASSIGN "="
    QUESTION "?" EITHER "||" BOTH "&&" BIT_OR "|" BIT_XOR "^" BIT_AND "&"
    LESS "<" LESS_EQUAL "<=" GREATER ">" GREATER_EQUAL ">=" EQUAL "==" NOT_EQUAL "!="
    SHIFT_LEFT "<<" SHIFT_RIGHT ">>" ADD "+" SUBTRACT "-" MULTIPLY "*" DIVIDE "/"
    REMAINDER "%" COMPLEMENT "~" BANG "!"

// As in C, but that comparisons do not chain.
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

%type <name> word free_word expression_word line_name name base generator_name
%type <word> type_part number line_word argument
%type <type> type scope
%type <reference> reference
%type <expression> expression depends condition length initial kconfig
%type <clause> plain_clause closed_clause table_clause
%type <content> generator
%type <line> line
%type <setting> setting
%type <field> field
%type <subtype> subtype
%type <partition> partition
%type <item> item platform_item shared_item
%type <list> items platform_items names references settings setting_block table_clauses
%type <list> partitions clauses plain_clauses closed_clauses block_clauses arguments lines
%type <list> line_words record_words fields subtype_clauses
%type <body> type_body
%type <loop> loop
%type <range> range

%%

file: items END_OF_FILE { parser_finish(parser, $items); };

items: %empty { $$ = (struct list){0}; }
    | items item { $$ = build_append(parser, $1, $item); }
    | items ";" { yyerrok; }
    | items skipped
    ;

// What is left out after a mistake: up to the next `;` or what may begin here, or a whole block.
// Behind a `;` a mistake is a new one, which is reported, too.
skipped: skipped_start | skipped_start skipped_block { yyerrok; };
skipped_start: error { term_reset(parser); };
skipped_block: "{" skipped_tokens "}";
skipped_tokens: %empty | skipped_tokens skipped_token | skipped_tokens skipped_block;
skipped_token: word | STRING | INTEGER | FLOAT | "(" | ")" | "[" | "]" | ";" | "," | ":" | "."
    | ".." | "=" | "?" | "||" | "&&" | "|" | "^" | "&" | "<" | "<=" | ">" | ">=" | "==" | "!="
    | "<<" | ">>" | "+" | "-" | "*" | "/" | "%" | "~" | "!";

// Where a mistake comes up here, what was read so far is kept, and what follows is not lost.
stop: ";" | stop_start | stop_start skipped_block { yyerrok; };
stop_start: error { term_reset(parser); };

item: shared_item
    | "schema" name "revision" number stop
        { $$ = build_schema(parser, @$, $name, $number); }
    | "include" STRING stop
        { $$ = build_item(parser, ITEM_INCLUDE, @$, $STRING, NULL); }
    | "const" name "=" expression stop
        { $$ = build_item(parser, ITEM_CONST, @$, $name, $expression); }
    | "target" name stop
        { $$ = build_settings(parser, ITEM_TARGET, @$, $name, (struct list){0}); }
    | "target" name setting_block
        { $$ = build_settings(parser, ITEM_TARGET, @$, $name, $setting_block); }
    | "platform" name "{" platform_items "}"
        { $$ = build_platform(parser, @$, $name, $platform_items); }
    | "chip" name "of" name[platform] stop
        { $$ = build_chip(parser, @$, $2, $platform, (struct list){0}); }
    | "chip" name "of" name[platform] setting_block
        { $$ = build_chip(parser, @$, $2, $platform, $setting_block); }
    | "table" name table_clauses "{" partitions "}"
        { $$ = build_table(parser, @$, $name, $table_clauses, $partitions); }
    | "require" kconfig ":" names stop
        { $$ = build_require(parser, @$, $kconfig, $names); }
    | "assert" expression "," STRING stop
        { $$ = build_assert(parser, @$, $expression, $STRING); }
    | "variant" names base stop
        { $$ = build_variant(parser, @$, $names, $base, (struct list){0}); }
    | "variant" names base "{" items "}"
        { $$ = build_variant(parser, @$, $names, $base, $items); }
    | "remove" references stop
        { $$ = build_remove(parser, @$, $references); }
    | "tools" STRING stop
        { $$ = build_item(parser, ITEM_TOOLS, @$, $STRING, NULL); }
    | "raw_data" STRING stop
        { $$ = build_item(parser, ITEM_RAW_DATA, @$, $STRING, NULL); }
    | "device" name setting_block
        { $$ = build_settings(parser, ITEM_DEVICE, @$, $name, $setting_block); }
    | "allow" name name[partition] "in" "revision" number "," STRING stop
        { $$ = build_allow(parser, @$, $2, $partition, $number, $STRING); }
    ;

names: name { $$ = build_append_name(parser, (struct list){0}, $name); }
    | names "," name { $$ = build_append_name(parser, $1, $name); }
    ;

base: %empty { $$ = (struct syntax_name){0}; }
    | "extends" name { $$ = $name; }
    ;

references: reference { $$ = build_append_reference(parser, (struct list){0}, $reference); }
    | references "," reference { $$ = build_append_reference(parser, $1, $reference); }
    ;

reference: name { $$ = (struct syntax_reference){@$, $name, {0}}; }
    | name[first] "." name[second] { $$ = (struct syntax_reference){@$, $first, $second}; }
    ;

setting_block: "{" settings "}" { $$ = $settings; };

settings: %empty { $$ = (struct list){0}; }
    | settings setting { $$ = build_append(parser, $1, $setting); }
    | settings ";" { yyerrok; }
    | settings skipped
    ;

setting: name expression stop { $$ = build_setting(parser, @$, $name, $expression); };

// Platforms.

platform_items: %empty { $$ = (struct list){0}; }
    | platform_items platform_item { $$ = build_append(parser, $1, $platform_item); }
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
    | "rule" name loop ":" expression "," STRING stop
        { $$ = build_rule(parser, @$, $name, $loop, $expression, $STRING, false); }
    | "rule" name loop ":" expression "," "warning" STRING stop
        { $$ = build_rule(parser, @$, $name, $loop, $expression, $STRING, true); }
    ;

// In a file as well as in a platform.
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
    | "config" name[symbol] name[kind] loop "=" expression condition stop
        { $$ = build_implied(parser, @$, $symbol, $kind, $loop, $expression, $condition); }
    | "config" name[symbol] name[kind] loop "==" expression condition stop
        {
            $$ = build_implied(parser, @$, $symbol, $kind, $loop, $expression, $condition);
            $$->config.is_checked = true;
        }
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

subtype_clauses: stop { $$ = (struct list){0}; }
    | "{" block_clauses "}" { $$ = $block_clauses; }
    ;

record_words: %empty { $$ = (struct list){0}; }
    | record_words IDENTIFIER
        { $$ = build_append_word(parser, $1, build_name_word($IDENTIFIER)); }
    ;

fields: %empty { $$ = (struct list){0}; }
    | fields field { $$ = build_append(parser, $1, $field); }
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

table_clauses: %empty { $$ = (struct list){0}; }
    | table_clauses table_clause { $$ = build_append(parser, $1, $table_clause); }
    ;

table_clause:
      "at" expression { $$ = build_clause(parser, CLAUSE_AT, FORM_PLAIN, @$, $expression); }
    | "in" reference { $$ = build_host_clause(parser, @$, $reference); }
    | "on" name { $$ = build_name_clause(parser, CLAUSE_ON, FORM_PLAIN, @$, $name); }
    | "checksum" name { $$ = build_name_clause(parser, CLAUSE_CHECKSUM, FORM_PLAIN, @$, $name); }
    ;

partitions: %empty { $$ = (struct list){0}; }
    | partitions partition { $$ = build_append(parser, $1, $partition); }
    | partitions ";" { yyerrok; }
    | partitions skipped
    ;

partition: "partition" name stop
        { $$ = build_partition(parser, @$, $name, (struct syntax_type){0}, (struct list){0}); }
    | "partition" name clauses
        { $$ = build_partition(parser, @$, $name, (struct syntax_type){0}, $clauses); }
    | "partition" name type stop
        { $$ = build_partition(parser, @$, $name, $type, (struct list){0}); }
    | "partition" name type clauses
        { $$ = build_partition(parser, @$, $name, $type, $clauses); }
    ;

type: type_part[type] "." type_part[subtype] { $$ = build_type_reference(parser, $1, $3); };

type_part: name { $$ = build_name_word($name); } | INTEGER;

clauses: plain_clauses stop
    | closed_clauses
    | "{" block_clauses "}" { $$ = $block_clauses; }
    ;

plain_clauses: plain_clause { $$ = build_append(parser, (struct list){0}, $1); }
    | plain_clauses plain_clause { $$ = build_append(parser, $1, $2); }
    | closed_clauses plain_clause { $$ = build_append(parser, $1, $2); }
    ;

// The last clause ends with a block, so that no `;` is needed.
closed_clauses: closed_clause { $$ = build_append(parser, (struct list){0}, $1); }
    | plain_clauses closed_clause { $$ = build_append(parser, $1, $2); }
    | closed_clauses closed_clause { $$ = build_append(parser, $1, $2); }
    ;

block_clauses: %empty { $$ = (struct list){0}; }
    | block_clauses plain_clause stop { $$ = build_append(parser, $1, $plain_clause); }
    | block_clauses closed_clause { $$ = build_append(parser, $1, $closed_clause); }
    | block_clauses ";" { yyerrok; }
    | block_clauses skipped
    ;

plain_clause:
      "at" expression { $$ = build_clause(parser, CLAUSE_AT, FORM_PLAIN, @$, $expression); }
    | "at" "end" { $$ = build_clause(parser, CLAUSE_AT, FORM_END, @$, NULL); }
    | "at" "auto" { $$ = build_clause(parser, CLAUSE_AT, FORM_AUTO, @$, NULL); }
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
    | "place" expression { $$ = build_clause(parser, CLAUSE_PLACE, FORM_PLAIN, @$, $expression); }
    | "multiple" expression
        { $$ = build_clause(parser, CLAUSE_MULTIPLE, FORM_PLAIN, @$, $expression); }
    | "within" expression { $$ = build_clause(parser, CLAUSE_WITHIN, FORM_PLAIN, @$, $expression); }
    | "before" name { $$ = build_name_clause(parser, CLAUSE_POSITION, FORM_BEFORE, @$, $name); }
    | "after" name { $$ = build_name_clause(parser, CLAUSE_POSITION, FORM_AFTER, @$, $name); }
    | "encrypted" { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $1); }
    | "readonly" { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $1); }
    | "flag" name { $$ = build_name_clause(parser, CLAUSE_FLAG, FORM_PLAIN, @$, $name); }
    | "flag" number { $$ = build_bit_clause(parser, CLAUSE_FLAG, @$, $number); }
    | "not" name { $$ = build_name_clause(parser, CLAUSE_NOT, FORM_PLAIN, @$, $name); }
    | "not" number { $$ = build_bit_clause(parser, CLAUSE_NOT, @$, $number); }
    | "frozen" { $$ = build_clause(parser, CLAUSE_FROZEN, FORM_PLAIN, @$, NULL); }
    | depends { $$ = build_clause(parser, CLAUSE_DEPENDS, FORM_PLAIN, @$, $depends); }
    | "was" name { $$ = build_name_clause(parser, CLAUSE_WAS, FORM_PLAIN, @$, $name); }
    | "from" "none" { $$ = build_clause(parser, CLAUSE_FROM, FORM_NONE, @$, NULL); }
    | "from" generator { $$ = build_content(parser, @$, $generator, (struct list){0}); }
    | "aside" { $$ = build_clause(parser, CLAUSE_ASIDE, FORM_PLAIN, @$, NULL); }
    | "unique" { $$ = build_clause(parser, CLAUSE_UNIQUE, FORM_PLAIN, @$, NULL); }
    | "reserved" { $$ = build_clause(parser, CLAUSE_RESERVED, FORM_PLAIN, @$, NULL); }
    | "kind" name { $$ = build_name_clause(parser, CLAUSE_KIND, FORM_PLAIN, @$, $name); }
    ;

depends: "depends" "on" kconfig { $$ = $kconfig; };

// Generators.

closed_clause: "from" generator "{" lines "}"
        { $$ = build_content(parser, @$, $generator, $lines); }
    ;

generator: generator_name arguments { $$ = build_generator(parser, @$, $1, $arguments); };

generator_name: IDENTIFIER | "record" | "fill";

arguments: %empty { $$ = (struct list){0}; }
    | arguments argument { $$ = build_append_word(parser, $1, $argument); }
    ;

argument: IDENTIFIER { $$ = build_name_word($1); }
    | STRING { $$ = build_string_word($1); }
    | INTEGER
    | FLOAT
    ;

lines: %empty { $$ = (struct list){0}; }
    | lines line { $$ = build_append(parser, $1, $line); }
    | lines ";" { yyerrok; }
    | lines skipped
    ;

line: line_words stop
        { $$ = build_line(parser, @$, $line_words, NULL, NULL, NULL); }
    | line_words "=" expression stop
        { $$ = build_line(parser, @$, $line_words, $expression, NULL, NULL); }
    | line_words depends stop
        { $$ = build_line(parser, @$, $line_words, NULL, $depends, NULL); }
    | line_words "=" expression depends stop
        { $$ = build_line(parser, @$, $line_words, $expression, $depends, NULL); }
    | line_words "{" lines "}"
        { $$ = build_line(parser, @$, $line_words, NULL, NULL, &$lines); }
    | line_words "=" expression "{" lines "}"
        { $$ = build_line(parser, @$, $line_words, $expression, NULL, &$lines); }
    | line_words depends "{" lines "}"
        { $$ = build_line(parser, @$, $line_words, NULL, $depends, &$lines); }
    | line_words "=" expression depends "{" lines "}"
        { $$ = build_line(parser, @$, $line_words, $expression, $depends, &$lines); }
    ;

line_words: line_word { $$ = build_append_word(parser, (struct list){0}, $1); }
    | line_words line_word { $$ = build_append_word(parser, $1, $2); }
    ;

line_word: line_name { $$ = build_name_word($1); }
    | STRING { $$ = build_string_word($1); }
    | INTEGER
    | FLOAT
    ;

// Expressions: their terms are collected in postfix order while they are read.

expression: value { $$ = build_expression(parser, @$); };

value: primary
    | value "?" value ":" value { term_conditional(parser, @$); }
    | value "||" value { term_binary(parser, @$, OPERATION_EITHER); }
    | value "&&" value { term_binary(parser, @$, OPERATION_BOTH); }
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

// Kconfig's own expressions: relations stand between symbols and literals only.

kconfig: kconfig_value { $$ = build_expression(parser, @$); };

kconfig_value: kconfig_operand
    | kconfig_operand "=" kconfig_operand { term_binary(parser, @$, OPERATION_EQUAL); }
    | kconfig_operand "!=" kconfig_operand { term_binary(parser, @$, OPERATION_NOT_EQUAL); }
    | kconfig_operand "<" kconfig_operand { term_binary(parser, @$, OPERATION_LESS); }
    | kconfig_operand "<=" kconfig_operand { term_binary(parser, @$, OPERATION_LESS_EQUAL); }
    | kconfig_operand ">" kconfig_operand { term_binary(parser, @$, OPERATION_GREATER); }
    | kconfig_operand ">=" kconfig_operand { term_binary(parser, @$, OPERATION_GREATER_EQUAL); }
    | kconfig_value "||" kconfig_value { term_binary(parser, @$, OPERATION_EITHER); }
    | kconfig_value "&&" kconfig_value { term_binary(parser, @$, OPERATION_BOTH); }
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

free_word: IDENTIFIER | "schema" | "revision" | "include" | "const" | "target" | "platform"
    | "chip" | "of" | "parameter" | "record" | "flag" | "type" | "subtype" | "table" | "rule"
    | "for" | "in" | "warning" | "config" | "default" | "if" | "require" | "assert" | "variant"
    | "extends" | "remove" | "tools" | "raw_data" | "device" | "on" | "allow" | "partition"
    | "checksum" | "at" | "size" | "min" | "max" | "align" | "place" | "multiple" | "within"
    | "before" | "after" | "encrypted" | "readonly" | "frozen" | "was" | "from" | "not" | "none"
    | "aside" | "unique" | "kind" | "reserved";

word: free_word | "auto" | "fill" | "to" | "end" | "depends";
expression_word: free_word | "depends";
line_name: free_word | "auto" | "fill" | "to" | "end";

%%

enum { EXPECTED_LIMIT = 120 }; // more than there are tokens

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
    yysymbol_kind_t kinds[EXPECTED_LIMIT];
    struct expected expected[EXPECTED_LIMIT];
    int count = yypcontext_expected_tokens(context, kinds, EXPECTED_LIMIT);
    for (int i = 0; i < count; i++) {
        expected[i].name = yysymbol_name(kinds[i]);
        expected[i].is_word = kinds[i] >= YYSYMBOL_SCHEMA && kinds[i] <= YYSYMBOL_END_WORD;
    }
    problem_report(parser, *yypcontext_location(context), expected, count > 0 ? (size_t)count : 0);
    return 0;
}

void grammar_words(void *context, void (*take)(void *context, const char *word, int token))
{
    for (int kind = YYSYMBOL_SCHEMA; kind <= YYSYMBOL_END_WORD; kind++) {
        take(context, yysymbol_name((yysymbol_kind_t)kind), kind);
    }
}
