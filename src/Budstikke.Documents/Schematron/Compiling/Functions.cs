using System.Text.RegularExpressions;
using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

internal static partial class Compiler
{
    private static readonly HashSet<string> s_ofContext =
    [
        "string",
        "string-length",
        "normalize-space",
        "number",
        "name",
        "local-name",
    ];

    private static readonly SequenceType s_double = new(ItemKind.Double, IsOptional: false);

    private static Code OfCall(Call call, Scope scope)
    {
        if (AsWordList(call) is { } list)
            return OfWordList(list.Words, list.Source, Compile(list.Word, scope));
        if (scope.Shared.Functions.TryGetValue(call.Name, out var function))
            return OfOwnFunction(function, call, scope);
        IReadOnlyList<Expression> arguments =
            call.Arguments.Count == 0 && s_ofContext.Contains(call.Name) ? [new ContextItem()] : call.Arguments;
        Code[] codes = [.. arguments.Select(argument => Compile(argument, scope))];
        if (SequenceType.KindOf(call.Name) is { } type && codes.Length == 1)
            return OfCast(type, codes[0]);
        var code =
            OfNodesFunction(call.Name, codes)
            ?? OfTextFunction(call.Name, codes)
            ?? OfPatternFunction(call.Name, codes, scope.Shared)
            ?? OfNumberFunction(call.Name, codes)
            ?? throw Unknown($"the function {call.Name} with {call.Arguments.Count} arguments");
        var isConstant = codes.Length > 0 && codes.All(one => one.Constant is not null);
        return isConstant || call.Name is "true" or "false" ? Evaluated(code) : code;
    }

    private static Code OfCast(ItemKind type, Code operand)
    {
        Item Cast(Context context)
        {
            var item = operand.Atom(context);
            return item.IsNone ? item : Casts.To(type, item);
        }
        var code = Code.OfOne(type, Cast);
        return operand.Constant is null ? code : Evaluated(code);
    }

    private static Code? OfNodesFunction(string name, Code[] given) =>
        (name, given) switch
        {
            ("true", []) => Code.OfTruth(_ => true),
            ("false", []) => Code.OfTruth(_ => false),
            ("not", [var one]) => OfNot(one.Truth),
            ("boolean", [var one]) => Code.OfTruth(one.Truth),
            ("exists", [var one]) => Code.OfTruth(HasAny(one)),
            ("empty", [var one]) => OfNot(HasAny(one)),
            ("count", [var one]) => Code.OfOne(ItemKind.Integer, context => Item.Integer(CountOf(context, one))),
            ("last", []) => Code.OfOne(ItemKind.Integer, context => Item.Integer(context.Size)),
            ("position", []) => Code.OfOne(ItemKind.Integer, context => Item.Integer(context.Position)),
            ("name", [var one]) => OfName(one, name => name.Qualified),
            ("local-name", [var one]) => OfName(one, name => name.Local),
            ("reverse", [var one]) => OfReverse(one),
            _ => null,
        };

    private static Code OfNot(Func<Context, bool> truth) => Code.OfTruth(context => !truth(context));

    private static Func<Context, bool> HasAny(Code one) =>
        one.Nodes is not null ? one.Truth : context => CountOf(context, one) > 0;

    private static int CountOf(Context context, Code one)
    {
        int count;
        if (one.Nodes is { } nodesOf)
        {
            var nodes = context.RentNodes();
            nodesOf(context, nodes);
            count = nodes.Count;
            context.Return(nodes);
            return count;
        }
        var items = context.RentItems();
        one.Items(context, items);
        count = items.Count;
        context.Return(items);
        return count;
    }

    private static Code OfName(Code one, Func<Trees.ElementName, string> nameOf)
    {
        var nodesOf = one.Nodes ?? throw Unknown("the name of a value");
        return Code.OfText(context =>
        {
            var nodes = context.RentNodes();
            nodesOf(context, nodes);
            if (nodes.Count > 1)
                throw Code.TooMany();
            var text = nodes.Count == 0 || context.Tree[nodes[0]].Name < 0 ? "" : nameOf(context.Tree.NameOf(nodes[0]));
            context.Return(nodes);
            return text;
        });
    }

    private static Code OfReverse(Code one) =>
        Code.OfMany(
            one.Kind,
            (context, into) =>
            {
                var items = context.RentItems();
                one.Items(context, items);
                items.Reverse();
                foreach (var item in items.Span)
                    into.Add(item);
                context.Return(items);
            }
        );

    private static Code? OfTextFunction(string name, Code[] given) =>
        (name, given) switch
        {
            ("string", [var one]) => Code.OfText(TextOf(one)),
            ("normalize-space", [var one]) => Code.OfText(context => Texts.Normalized(one.Text(context))),
            ("upper-case", [var one]) => Code.OfText(context => Texts.Upper(one.Text(context))),
            ("lower-case", [var one]) => Code.OfText(context => one.Text(context).ToLowerInvariant()),
            ("string-length", [var one]) => Code.OfOne(
                ItemKind.Integer,
                context => Item.Integer(Texts.Length(one.Text(context)))
            ),
            ("contains", [var one, var part]) => Code.OfTruth(context =>
                one.Text(context).Contains(part.Text(context), StringComparison.Ordinal)
            ),
            ("starts-with", [var one, var part]) => Code.OfTruth(context =>
                one.Text(context).StartsWith(part.Text(context), StringComparison.Ordinal)
            ),
            ("ends-with", [var one, var part]) => Code.OfTruth(context =>
                one.Text(context).EndsWith(part.Text(context), StringComparison.Ordinal)
            ),
            ("substring-before", [var one, var mark]) => Code.OfText(context =>
                Texts.Before(one.Text(context), mark.Text(context))
            ),
            ("substring-after", [var one, var mark]) => Code.OfText(context =>
                Texts.After(one.Text(context), mark.Text(context))
            ),
            ("substring", [var one, var start]) => Code.OfText(context =>
                Texts.Substring(one.Text(context), DoubleOf(context, start), double.PositiveInfinity)
            ),
            ("substring", [var one, var start, var length]) => Code.OfText(context =>
                Texts.Substring(one.Text(context), DoubleOf(context, start), DoubleOf(context, length))
            ),
            ("translate", [var one, var from, var to]) => Code.OfText(context =>
                Texts.Translate(one.Text(context), from.Text(context), to.Text(context))
            ),
            ("concat", [_, _, ..]) => OfConcat([.. given.Select(TextOf)]),
            ("string-join", [var parts, var between]) => OfJoin(parts, between),
            ("string-to-codepoints", [var one]) => OfCodepoints(one),
            ("codepoints-to-string", [var one]) => OfCharacters(one),
            _ => null,
        };

    /// <summary>Any one value as a text; a number too, which functions of texts refuse.</summary>
    private static Func<Context, string> TextOf(Code one) =>
        one.Kind is ItemKind.Node or ItemKind.Text or ItemKind.Untyped
            ? one.Text
            : context => Casts.ToText(one.Atom(context));

    private static double DoubleOf(Context context, Code one) => Numbers.ToDouble(s_double.Convert(one.Atom(context)));

    private static Code OfConcat(Func<Context, string>[] parts) =>
        parts.Length switch
        {
            2 => Code.OfText(context => string.Concat(parts[0](context), parts[1](context))),
            3 => Code.OfText(context => string.Concat(parts[0](context), parts[1](context), parts[2](context))),
            _ => Code.OfText(context => string.Concat(parts.Select(part => part(context)))),
        };

    private static Code OfJoin(Code parts, Code between) =>
        Code.OfText(context =>
        {
            var items = context.RentItems();
            parts.Atoms(context, items);
            var texts = new string[items.Count];
            for (var at = 0; at < texts.Length; at++)
                texts[at] = items[at].IsText
                    ? items[at].AsText
                    : throw EvaluationException.Type("a value that is no text is joined");
            context.Return(items);
            return string.Join(between.Text(context), texts);
        });

    private static Code OfCodepoints(Code one) =>
        Code.OfMany(
            ItemKind.Integer,
            (context, into) =>
            {
                foreach (var rune in one.Text(context).EnumerateRunes())
                    into.Add(Item.Integer(rune.Value));
            }
        );

    private static Code OfCharacters(Code one) =>
        Code.OfText(context =>
        {
            var items = context.RentItems();
            one.Atoms(context, items);
            var text = "";
            foreach (var item in items.Span)
                text += Texts.OfCodepoint(s_integer.Convert(item).AsDecimal);
            context.Return(items);
            return text;
        });

    private static Code? OfPatternFunction(string name, Code[] given, Shared shared)
    {
        if (name is not ("matches" or "replace" or "tokenize") || given.Length < 2)
            return null;
        var pattern = given[1].Constant is [{ IsText: true } text]
            ? PatternOf(text.AsText, shared)
            : throw Unknown("a pattern that depends on the document");
        return (name, given) switch
        {
            ("matches", [var one, _]) => Code.OfTruth(context => pattern.Value.IsMatch(one.Text(context))),
            ("tokenize", [var one, _]) => Code.OfMany(
                ItemKind.Text,
                (context, into) => Tokenize(one.Text(context), pattern.Value, into)
            ),
            ("replace", [var one, _, { Constant: [{ IsText: true } by] }])
                when by.AsText.AsSpan().IndexOfAny('$', '\\') < 0 => Code.OfText(context =>
                pattern.Value.Replace(one.Text(context), by.AsText)
            ),
            _ => throw Unknown($"{name} with {given.Length} arguments like these"),
        };
    }

    private static Lazy<Regex> PatternOf(string pattern, Shared shared)
    {
        try
        {
            if (!shared.Patterns.TryGetValue(pattern, out var known))
                shared.Patterns[pattern] = known = Texts.Pattern(pattern);
            return known;
        }
        catch (EvaluationException e)
        {
            throw new ExpressionException(e.Message, 0);
        }
    }

    private static void Tokenize(string text, Regex pattern, ItemList into)
    {
        if (text.Length == 0)
            return;
        var at = 0;
        foreach (var match in pattern.EnumerateMatches(text))
        {
            into.Add(Item.Of(text[at..match.Index]));
            at = match.Index + match.Length;
        }
        into.Add(Item.Of(text[at..]));
    }
}
