using System.Globalization;
using Budstikke.Documents.Schematron.Values;

namespace Budstikke.Documents.Schematron.XPath;

/// <summary>Reads XPath 2.0, as far as rule files use it; what it does not know it refuses.</summary>
internal sealed partial class Parser
{
    /// <summary>Deeper nesting of one expression is refused, so that no rule file can exhaust the stack.</summary>
    private const int MaxNesting = 200;

    private readonly string _source;
    private readonly List<Token> _tokens;
    private readonly IReadOnlyDictionary<string, string> _namespaces;
    private int _at;
    private int _nesting;

    private Parser(string source, IReadOnlyDictionary<string, string> namespaces)
    {
        _source = source;
        _tokens = Tokens.Of(source);
        _namespaces = namespaces;
    }

    private Token Now => _tokens[_at];

    public static Expression Parse(string source, IReadOnlyDictionary<string, string> namespaces)
    {
        var parser = new Parser(source, namespaces);
        var expression = parser.Items();
        return parser.Now.Kind == TokenKind.End ? expression : throw parser.Unknown();
    }

    private Expression Items()
    {
        var start = Now.Start;
        var first = Single();
        if (!Now.Is(","))
            return first;
        var items = new List<Expression> { first };
        while (Take(","))
            items.Add(Single());
        return From(start, new Sequence(items));
    }

    private Expression Single()
    {
        if (++_nesting > MaxNesting)
            throw new ExpressionException($"the expression is nested deeper than {MaxNesting}", Now.Start);
        var start = Now.Start;
        var next = _tokens[Math.Min(_at + 1, _tokens.Count - 1)];
        Expression result;
        if (Now.IsWord("if") && next.Is("("))
            result = If();
        else if ((Now.IsWord("for") || Now.IsWord("some") || Now.IsWord("every")) && next.Kind == TokenKind.Variable)
            result = Iteration();
        else
            result = Or();
        _nesting--;
        return From(start, result);
    }

    private Choice If()
    {
        _at++;
        Expect("(");
        var test = Items();
        Expect(")");
        ExpectWord("then");
        var then = Single();
        ExpectWord("else");
        return new(test, then, Single());
    }

    private Each Iteration()
    {
        var kind = Now.Text switch
        {
            "for" => EachKind.Return,
            "some" => EachKind.Some,
            _ => EachKind.Every,
        };
        _at++;
        var variables = new List<(string Name, Expression Items)>();
        do
        {
            var name = Now.Kind == TokenKind.Variable ? Now.Text : throw Unknown();
            _at++;
            ExpectWord("in");
            variables.Add((name, Single()));
        } while (Take(","));
        ExpectWord(kind == EachKind.Return ? "return" : "satisfies");
        var body = Single();
        for (var last = variables.Count - 1; last > 0; last--)
            body = new Each(kind, variables[last].Name, variables[last].Items, body);
        return new(kind, variables[0].Name, variables[0].Items, body);
    }

    private Expression Or() => Chain(And, word => word.IsWord("or"), (_, left, right) => new Logic(false, left, right));

    private Expression And() =>
        Chain(Comparative, word => word.IsWord("and"), (_, left, right) => new Logic(true, left, right));

    private Expression Comparative()
    {
        var start = Now.Start;
        var left = Range();
        if (RelationOf(Now) is not { } found)
            return left;
        _at++;
        return From(start, new Compare(found.Relation, found.IsOfValues, left, Range()));
    }

    private static (Relation Relation, bool IsOfValues)? RelationOf(Token token) =>
        (token.Kind, token.Text) switch
        {
            (TokenKind.Symbol, "=") => (Relation.Equal, false),
            (TokenKind.Symbol, "!=") => (Relation.Unequal, false),
            (TokenKind.Symbol, "<") => (Relation.Less, false),
            (TokenKind.Symbol, "<=") => (Relation.LessOrEqual, false),
            (TokenKind.Symbol, ">") => (Relation.Greater, false),
            (TokenKind.Symbol, ">=") => (Relation.GreaterOrEqual, false),
            (TokenKind.Name, "eq") => (Relation.Equal, true),
            (TokenKind.Name, "ne") => (Relation.Unequal, true),
            (TokenKind.Name, "lt") => (Relation.Less, true),
            (TokenKind.Name, "le") => (Relation.LessOrEqual, true),
            (TokenKind.Name, "gt") => (Relation.Greater, true),
            (TokenKind.Name, "ge") => (Relation.GreaterOrEqual, true),
            _ => null,
        };

    private Expression Range()
    {
        var start = Now.Start;
        var from = Additive();
        if (!Now.IsWord("to"))
            return from;
        _at++;
        return From(start, new Through(from, Additive()));
    }

    private Expression Additive() =>
        Chain(
            Multiplicative,
            token => token.Is("+") || token.Is("-"),
            (token, left, right) => new Arithmetic(token.Text == "+" ? Operation.Add : Operation.Subtract, left, right)
        );

    private Expression Multiplicative() =>
        Chain(
            Unions,
            token => token.Is("*") || token.IsWord("div") || token.IsWord("idiv") || token.IsWord("mod"),
            (token, left, right) =>
                new Arithmetic(
                    token.Text switch
                    {
                        "*" => Operation.Multiply,
                        "div" => Operation.Divide,
                        "idiv" => Operation.WholeDivide,
                        _ => Operation.Remainder,
                    },
                    left,
                    right
                )
        );

    private Expression Unions() =>
        Chain(CastableAs, token => token.Is("|") || token.IsWord("union"), (_, left, right) => new Union(left, right));

    private Expression CastableAs()
    {
        var start = Now.Start;
        var operand = Unary();
        if (!Now.IsWord("castable"))
            return operand;
        _at++;
        ExpectWord("as");
        var type = Now.Kind == TokenKind.Name ? Now.Text : throw Unknown();
        _at++;
        return From(start, new Castable(operand, type));
    }

    private Expression Unary()
    {
        var start = Now.Start;
        if (Take("-"))
            return From(start, new Negative(Unary()));
        return Take("+") ? Unary() : Path();
    }

    private Expression Chain(
        Func<Expression> operand,
        Func<Token, bool> isOperator,
        Func<Token, Expression, Expression, Expression> join
    )
    {
        var start = Now.Start;
        var left = operand();
        while (isOperator(Now))
        {
            var token = Now;
            _at++;
            left = From(start, join(token, left, operand()));
        }
        return left;
    }

    private Expression From(int start, Expression expression) =>
        expression.Text.Length > 0 ? expression : expression with { Text = _source[start.._tokens[_at - 1].End] };

    private bool Take(string symbol)
    {
        if (!Now.Is(symbol))
            return false;
        _at++;
        return true;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unknown();
    }

    private void ExpectWord(string word)
    {
        if (!Now.IsWord(word))
            throw Unknown();
        _at++;
    }

    private ExpressionException Unknown() =>
        new(Now.Kind == TokenKind.End ? "the expression ends too early" : $"'{Now.Text}' is not known here", Now.Start);

    private static Literal NumberOf(string text) =>
        new(
            text.Contains('.', StringComparison.Ordinal)
                ? Item.Decimal(decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture))
                : Item.Integer(decimal.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture))
        );
}
