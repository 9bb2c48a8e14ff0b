using System.Runtime.CompilerServices;
using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Compiling;

internal static partial class Compiler
{
    private static Code? OfNumberFunction(string name, Code[] given) =>
        (name, given) switch
        {
            ("number", [var one]) => Code.OfOne(ItemKind.Double, context => AsDouble(one.Atom(context))),
            ("sum", [var one]) => Code.OfOne(one.IsNumeric ? one.Kind : ItemKind.Double, context => Sum(context, one)),
            ("round", [var one]) => OfOneNumber(one, Numbers.Round),
            ("abs", [var one]) => OfOneNumber(one, Numbers.Abs),
            ("floor", [var one]) => OfOneNumber(one, Numbers.Floor),
            ("ceiling", [var one]) => OfOneNumber(one, Numbers.Ceiling),
            _ => null,
        };

    private static Item AsDouble(Item item)
    {
        var number = item.IsNone ? item : Casts.TryTo(ItemKind.Double, item);
        return number.IsNone ? Item.Of(double.NaN) : number;
    }

    private static Code OfOneNumber(Code one, Func<Item, Item> function) =>
        Code.OfOne(
            one.IsNumeric ? one.Kind : ItemKind.Double,
            context => one.Atom(context) is { IsNone: false } item ? function(NumberOf(item)) : Item.None
        );

    private static Item Sum(Context context, Code one)
    {
        var items = context.RentItems();
        one.Atoms(context, items);
        var sum = Item.Integer(0);
        for (var at = 0; at < items.Count; at++)
            sum = at == 0 ? NumberOf(items[at]) : Numbers.Compute(Operation.Add, sum, NumberOf(items[at]));
        context.Return(items);
        return sum;
    }

    /// <summary>contains(' a b c ', concat(' ', word, ' ')): how the rules ask for a code of a list.</summary>
    private static (HashSet<string> Words, string Source, Expression Word)? AsWordList(Call call) =>
        call is { Name: "contains", Arguments: [Literal { Value.IsText: true } list, Call inner] }
        && list.Value.AsText is [' ', .., ' '] source
        && inner
            is {
                Name: "concat",
                Arguments: [Literal { Value.IsText: true } before, var word, Literal { Value.IsText: true } after]
            }
        && before.Value.AsText == " "
        && after.Value.AsText == " "
            ? (source[1..^1].Split(' ').ToHashSet(StringComparer.Ordinal), source, word)
            : null;

    private static Code OfWordList(HashSet<string> words, string source, Code word)
    {
        var textOf = TextOf(word);
        return Code.OfTruth(context =>
        {
            var text = textOf(context);
            return text.Contains(' ', StringComparison.Ordinal)
                ? source.Contains($" {text} ", StringComparison.Ordinal)
                : words.Contains(text);
        });
    }

    /// <summary>A function of the rule files: its arguments become a frame of its own, its depth is counted.</summary>
    private static Code OfOwnFunction(Function function, Call call, Scope scope)
    {
        if (call.Arguments.Count != function.Parameters.Count)
            throw Unknown($"the function {call.Name} with {call.Arguments.Count} arguments");
        Code[] arguments = [.. call.Arguments.Select(argument => Compile(argument, scope))];
        var types = function.Parameters.Select(parameter => parameter.Type).ToArray();
        if (function.Type is { } type)
            return type.Kind == ItemKind.Boolean && !type.IsOptional
                ? Code.OfTruth(context => type.Convert(Run(context, function, arguments, types)).AsBoolean)
                : Code.OfOne(type.Kind, context => type.Convert(Run(context, function, arguments, types)));
        return Code.OfMany(
            ItemKind.Any,
            (context, into) =>
                Within(
                    context,
                    function,
                    arguments,
                    types,
                    body =>
                    {
                        body.Items(context, into);
                        return Item.None;
                    }
                )
        );
    }

    private static Item Run(Context context, Function function, Code[] arguments, SequenceType?[] types) =>
        Within(context, function, arguments, types, body => body.Atom(context));

    private static Item Within(
        Context context,
        Function function,
        Code[] arguments,
        SequenceType?[] types,
        Func<Code, Item> run
    )
    {
        if (context.Depth >= Context.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new TooDeepException(function.Name, Context.MaxDepth);
        var frame = new Slot[function.FrameSize];
        for (var at = 0; at < arguments.Length; at++)
            Give(context, ref frame[at], arguments[at], types[at]);
        var (outer, focus) = (context.Frame, context.Save());
        context.Frame = frame;
        context.Depth++;
        try
        {
            return run(function.Body!);
        }
        finally
        {
            context.Depth--;
            context.Frame = outer;
            context.Restore(focus);
        }
    }

    private static void Give(Context context, ref Slot slot, Code argument, SequenceType? type)
    {
        if (type is not null)
        {
            slot.One = type.Convert(argument.Atom(context));
            slot.State = SlotState.Known;
            return;
        }
        var items = context.RentItems();
        argument.Items(context, items);
        Set(ref slot, items);
        context.Return(items);
    }
}
