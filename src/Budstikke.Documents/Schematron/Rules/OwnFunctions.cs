using System.Xml.Linq;
using Budstikke.Documents.Schematron.Compiling;
using Budstikke.Documents.Schematron.Values;
using Budstikke.Documents.Schematron.XPath;

namespace Budstikke.Documents.Schematron.Rules;

/// <summary>xsl:function, with param, variable, sequence and choose: what the official files write.</summary>
internal sealed partial class SchematronFile
{
    private void AddHead(XElement element)
    {
        var parameters = element
            .Elements(s_xsl + "param")
            .Select(param => new Parameter(Required(param, "name"), TypeOf(param)))
            .ToArray();
        var name = Required(element, "name");
        if (!_shared.Functions.TryAdd(name, new(name, parameters, TypeOf(element))))
            throw Refused(element, $"{name} is declared twice");
    }

    private void AddBody(XElement element)
    {
        var function = _shared.Functions[Required(element, "name")];
        var scope = new Scope(_shared, hasContext: false);
        foreach (var parameter in function.Parameters)
            Compiler.DeclareParameter(parameter, scope);
        function.Body = Instructions(element, scope);
        function.FrameSize = scope.FrameSize;
    }

    private Code Instructions(XElement parent, Scope scope)
    {
        var parts = new List<Code>();
        foreach (var element in parent.Elements())
            if (element.Name == s_xsl + "variable")
                AddVariable(element, scope);
            else if (element.Name == s_xsl + "sequence")
                parts.Add(At(element, "select", expression => Compiler.Compile(expression, scope)));
            else if (element.Name == s_xsl + "choose")
                parts.Add(Choose([.. element.Elements()], scope));
            else if (element.Name != s_xsl + "param")
                throw Refused(element, $"<{element.Name.LocalName}> in a function is not known");
        return parts.Count > 0 ? Compiler.OfItems(parts) : throw Refused(parent, "it has no value");
    }

    private Code Choose(XElement[] cases, Scope scope)
    {
        if (cases.Length == 0)
            return Code.OfConstant([]);
        var (first, rest) = (cases[0], cases[1..]);
        if (first.Name == s_xsl + "otherwise")
            return Instructions(first, scope.Inner());
        if (first.Name != s_xsl + "when")
            throw Refused(first, $"<{first.Name.LocalName}> in a choose is not known");
        var test = At(first, "test", expression => Compiler.Compile(expression, scope));
        return Compiler.OfChoice(test, Instructions(first, scope.Inner()), Choose(rest, scope));
    }

    private void AddVariable(XElement element, Scope scope)
    {
        var code =
            element.Attribute("select") is not null
                ? At(element, "select", expression => Compiler.Compile(expression, scope))
            : element.HasElements ? Instructions(element, scope.Inner())
            : Code.OfConstant([Item.Untyped(element.Value)]);
        var type = TypeOf(element);
        Compiler.DeclareLocal(Required(element, "name"), type is null ? code : Compiler.OfType(code, type), scope);
    }

    private SequenceType? TypeOf(XElement element)
    {
        try
        {
            return element.Attribute("as") is { } type ? SequenceType.Parse(type.Value) : null;
        }
        catch (ExpressionException e)
        {
            throw Refused(element, e.Message);
        }
    }
}
