using Budstikke.Documents.Schematron.Values;

namespace Budstikke.Documents.Schematron.XPath;

/// <summary>
/// An XPath expression as it was read; the text is its own part of the source, and its key where it is kept.
/// </summary>
internal abstract record Expression
{
    public string Text { get; init; } = "";
}

internal sealed record Literal(Item Value) : Expression;

internal sealed record Variable(string Name) : Expression;

internal sealed record ContextItem : Expression;

/// <summary>The document itself, at the head of a path.</summary>
internal sealed record Root : Expression;

internal sealed record Call(string Name, IReadOnlyList<Expression> Arguments) : Expression;

internal sealed record Compare(Relation Relation, bool IsOfValues, Expression Left, Expression Right) : Expression;

internal sealed record Arithmetic(Operation Operation, Expression Left, Expression Right) : Expression;

internal sealed record Negative(Expression Operand) : Expression;

internal sealed record Logic(bool IsAnd, Expression Left, Expression Right) : Expression;

internal sealed record Union(Expression Left, Expression Right) : Expression;

internal sealed record Sequence(IReadOnlyList<Expression> Items) : Expression;

internal sealed record Through(Expression From, Expression To) : Expression;

internal sealed record Choice(Expression Test, Expression Then, Expression Else) : Expression;

/// <summary>for, some and every: a variable over items, and what is done with each.</summary>
internal sealed record Each(EachKind Kind, string Name, Expression Items, Expression Body) : Expression;

internal enum EachKind
{
    Return,
    Some,
    Every,
}

internal sealed record Castable(Expression Operand, string Type) : Expression;

/// <summary>A step by an axis; without a name it takes any element.</summary>
internal sealed record Step(Axis Axis, StepName? Name, IReadOnlyList<Expression> Predicates) : Expression;

internal sealed record StepName(string Local, string Uri);

internal enum Axis
{
    Child,
    Attribute,
    Self,
    Parent,
    Descendant,

    /// <summary>What // stands for; only between two steps.</summary>
    DescendantOrSelf,
    Ancestor,
    Preceding,
    PrecedingSibling,
    FollowingSibling,
    Text,
}

internal sealed record Slash(Expression Left, Expression Right) : Expression;

internal sealed record Filter(Expression Operand, Expression Predicate) : Expression;

/// <summary>The rule files say something that the compiler does not know; at the place in them.</summary>
internal sealed class ExpressionException(string text, int at) : Exception(text)
{
    public int At { get; } = at;
}
