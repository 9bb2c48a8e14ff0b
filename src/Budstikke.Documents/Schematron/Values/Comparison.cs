namespace Budstikke.Documents.Schematron.Values;

internal enum Relation
{
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// <summary>Whether two items stand in a relation; an untyped one takes the type of the other.</summary>
internal static class Comparison
{
    public static bool Holds(Relation relation, Item left, Item right)
    {
        if (left.IsText && right.IsText)
            return relation switch
            {
                Relation.Equal => string.Equals(left.AsText, right.AsText, StringComparison.Ordinal),
                Relation.Unequal => !string.Equals(left.AsText, right.AsText, StringComparison.Ordinal),
                _ => Of(relation, Texts.Compare(left.AsText, right.AsText)),
            };
        if (left.Kind == ItemKind.Untyped)
            left = Casts.To(TypeBeside(right), left);
        if (right.Kind == ItemKind.Untyped)
            right = Casts.To(TypeBeside(left), right);
        if (left.IsNumber && right.IsNumber)
            return left.Kind == ItemKind.Double || right.Kind == ItemKind.Double
                ? Of(relation, Numbers.ToDouble(left), Numbers.ToDouble(right))
                : Of(relation, Numbers.CompareExact(left, right));
        if (left.Kind == ItemKind.Boolean && right.Kind == ItemKind.Boolean)
            return Of(relation, left.AsBoolean.CompareTo(right.AsBoolean));
        if (left.Kind == ItemKind.Date && right.Kind == ItemKind.Date)
            return Of(relation, left.AsDate.CompareTo(right.AsDate));
        throw EvaluationException.Type($"{Casts.ToText(left)} and {Casts.ToText(right)} cannot be compared");
    }

    public static Relation Turned(Relation relation) =>
        relation switch
        {
            Relation.Less => Relation.Greater,
            Relation.LessOrEqual => Relation.GreaterOrEqual,
            Relation.Greater => Relation.Less,
            Relation.GreaterOrEqual => Relation.LessOrEqual,
            _ => relation,
        };

    private static ItemKind TypeBeside(Item other) => other.IsNumber ? ItemKind.Double : other.Kind;

    private static bool Of(Relation relation, int order) =>
        relation switch
        {
            Relation.Equal => order == 0,
            Relation.Unequal => order != 0,
            Relation.Less => order < 0,
            Relation.LessOrEqual => order <= 0,
            Relation.Greater => order > 0,
            _ => order >= 0,
        };

    private static bool Of(Relation relation, double left, double right) =>
        relation switch
        {
            Relation.Equal => left == right,
            Relation.Unequal => left != right,
            Relation.Less => left < right,
            Relation.LessOrEqual => left <= right,
            Relation.Greater => left > right,
            _ => left >= right,
        };
}
