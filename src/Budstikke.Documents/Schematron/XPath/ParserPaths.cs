using Budstikke.Documents.Schematron.Values;

namespace Budstikke.Documents.Schematron.XPath;

internal sealed partial class Parser
{
    private static readonly Step s_anywhere = new(Axis.DescendantOrSelf, null, []);

    private Expression Path()
    {
        var start = Now.Start;
        Expression path;
        if (Take("//"))
            path = Join(start, new Slash(new Root(), s_anywhere), StepOrValue());
        else if (Take("/"))
            path = BeginsStep() ? Join(start, new Root(), StepOrValue()) : From(start, new Root());
        else
            path = StepOrValue();
        while (Now.Is("/") || Now.Is("//"))
        {
            var isDeep = Now.Is("//");
            _at++;
            path = Join(start, isDeep ? new Slash(path, s_anywhere) : path, StepOrValue());
        }
        return path;
    }

    private Expression Join(int start, Expression left, Expression right) => From(start, new Slash(left, right));

    private bool BeginsStep() =>
        Now.Kind == TokenKind.Name || Now.Is("*") || Now.Is("@") || Now.Is(".") || Now.Is("..") || Now.Is("(");

    /// <summary>One step of a path: by an axis, or any value, as in cac:TaxTotal/xs:decimal(cbc:TaxAmount).</summary>
    private Expression StepOrValue()
    {
        var start = Now.Start;
        if (AxisStep() is { } step)
            return From(start, step);
        var value = From(start, Primary());
        while (Take("["))
        {
            var predicate = Items();
            Expect("]");
            value = From(start, new Filter(value, predicate));
        }
        return value;
    }

    private Step? AxisStep()
    {
        if (Take(".."))
            return new(Axis.Parent, null, Predicates());
        if (Take("@"))
            return new(Axis.Attribute, NameTest(isAttribute: true), Predicates());
        if (Take("*"))
            return new(Axis.Child, null, Predicates());
        if (Now.Kind != TokenKind.Name)
            return null;
        var next = _tokens[_at + 1];
        if (next.Is("::"))
        {
            var axis = AxisOf(Now);
            _at += 2;
            return new(axis, NameTest(axis == Axis.Attribute), Predicates());
        }
        if (Now.Text == "text" && next.Is("("))
        {
            _at += 2;
            Expect(")");
            return new(Axis.Text, null, Predicates());
        }
        return next.Is("(") ? null : new(Axis.Child, NameTest(isAttribute: false), Predicates());
    }

    private static Axis AxisOf(Token token) =>
        token.Text switch
        {
            "child" => Axis.Child,
            "attribute" => Axis.Attribute,
            "self" => Axis.Self,
            "parent" => Axis.Parent,
            "descendant" => Axis.Descendant,
            "ancestor" => Axis.Ancestor,
            "preceding" => Axis.Preceding,
            "preceding-sibling" => Axis.PrecedingSibling,
            "following-sibling" => Axis.FollowingSibling,
            _ => throw new ExpressionException($"the axis {token.Text} is not known", token.Start),
        };

    private StepName? NameTest(bool isAttribute)
    {
        var token = Now;
        if (!isAttribute && Take("*"))
            return null;
        if (token.Kind != TokenKind.Name || _tokens[_at + 1].Is("("))
            throw Unknown();
        _at++;
        var colon = token.Text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return new(token.Text, "");
        return _namespaces.TryGetValue(token.Text[..colon], out var uri)
            ? new(token.Text[(colon + 1)..], uri)
            : throw new ExpressionException($"the prefix {token.Text[..colon]} is not declared", token.Start);
    }

    private List<Expression> Predicates()
    {
        var predicates = new List<Expression>();
        while (Take("["))
        {
            predicates.Add(Items());
            Expect("]");
        }
        return predicates;
    }

    private Expression Primary()
    {
        var token = Now;
        switch (token.Kind)
        {
            case TokenKind.Text:
                _at++;
                return new Literal(Item.Of(token.Text));
            case TokenKind.Number:
                _at++;
                return NumberOf(token.Text);
            case TokenKind.Variable:
                _at++;
                return new Variable(token.Text);
            case TokenKind.Name when _tokens[_at + 1].Is("("):
                _at += 2;
                return new Call(token.Text, Arguments());
            case TokenKind.Symbol when Take("."):
                return new ContextItem();
            case TokenKind.Symbol when Take("("):
                if (Take(")"))
                    return new Sequence([]);
                var inner = Items();
                Expect(")");
                return inner;
            default:
                throw Unknown();
        }
    }

    private List<Expression> Arguments()
    {
        var arguments = new List<Expression>();
        if (Take(")"))
            return arguments;
        do arguments.Add(Single());
        while (Take(","));
        Expect(")");
        return arguments;
    }
}
