using System.Reflection;
using System.Reflection.Emit;

namespace Budstikke.Tests.House;

/// <summary>
/// What a type's signatures, attributes and method bodies name, read from the compiled assembly: there a reference has
/// no `using` and no relative name to hide behind. What the compiler made of closures, iterators and async methods is
/// nested in its type and counts for it. Only what the compiler itself dissolves (constants, nameof) leaves no trace.
/// </summary>
internal sealed class Knowledge
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private readonly HashSet<Type> _types = [];
    private readonly HashSet<MethodBase> _methods = [];
    private readonly HashSet<string> _texts = [];

    public IReadOnlyCollection<Type> Types => _types;

    /// <summary>The methods it calls or points at.</summary>
    public IReadOnlyCollection<MethodBase> Methods => _methods;

    /// <summary>The string literals in its code.</summary>
    public IReadOnlyCollection<string> Texts => _texts;

    public static Knowledge Of(Type type)
    {
        var knowledge = new Knowledge();
        knowledge.AddDeclaration(type);
        return knowledge;
    }

    private void AddDeclaration(Type type)
    {
        AddType(type.BaseType);
        AddTypes(type.GetInterfaces());
        AddTypes(
            type.GetGenericArguments()
                .Where(a => a.IsGenericParameter)
                .SelectMany(a => a.GetGenericParameterConstraints())
        );
        AddAttributes(type.CustomAttributes);
        foreach (var member in type.GetMembers(Declared))
            AddMember(member);
    }

    private void AddMember(MemberInfo member)
    {
        if (member is Type nested)
        {
            AddDeclaration(nested);
            return;
        }

        AddAttributes(member.CustomAttributes);
        if (member is FieldInfo field)
            AddType(field.FieldType);
        if (member is MethodBase method)
            AddMethod(method);
    }

    private void AddMethod(MethodBase method)
    {
        if (method is MethodInfo { ReturnParameter: var result })
            AddParameter(result);
        foreach (var parameter in method.GetParameters())
            AddParameter(parameter);
        if (method.IsGenericMethod)
            AddTypes(method.GetGenericArguments().SelectMany(a => a.GetGenericParameterConstraints()));
        if (method.GetMethodBody() is { } body)
            AddBody(method, body);
    }

    private void AddParameter(ParameterInfo parameter)
    {
        AddType(parameter.ParameterType);
        AddAttributes(parameter.CustomAttributes);
    }

    private void AddBody(MethodBase method, MethodBody body)
    {
        AddTypes(body.LocalVariables.Select(v => v.LocalType));
        AddTypes(
            body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause)
                .Select(c => c.CatchType)
        );

        var typeArguments = method.DeclaringType!.GetGenericArguments();
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        foreach (var (operand, token) in Instructions.Tokens(body.GetILAsByteArray()!))
        {
            if (operand == OperandType.InlineString)
                _texts.Add(method.Module.ResolveString(token));
            else if (operand != OperandType.InlineSig)
                AddUse(method.Module.ResolveMember(token, typeArguments, methodArguments));
        }
    }

    private void AddUse(MemberInfo? member)
    {
        AddType(member as Type ?? member?.DeclaringType);
        if (member is not MethodBase method)
            return;
        _methods.Add(method);
        if (method.IsGenericMethod)
            AddTypes(method.GetGenericArguments());
    }

    private void AddAttributes(IEnumerable<CustomAttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            AddType(attribute.AttributeType);
            AddArguments(attribute.ConstructorArguments);
            AddArguments(attribute.NamedArguments.Select(argument => argument.TypedValue));
        }
    }

    private void AddArguments(IEnumerable<CustomAttributeTypedArgument> arguments)
    {
        foreach (var argument in arguments)
        {
            AddType(argument.ArgumentType);
            AddType(argument.Value as Type);
            if (argument.Value is IEnumerable<CustomAttributeTypedArgument> elements)
                AddArguments(elements);
        }
    }

    private void AddTypes(IEnumerable<Type?> types)
    {
        foreach (var type in types)
            AddType(type);
    }

    private void AddType(Type? type)
    {
        while (type is { HasElementType: true })
            type = type.GetElementType();
        if (type is null or { IsGenericParameter: true } || !_types.Add(type))
            return;
        if (type.IsConstructedGenericType)
            AddTypes(type.GetGenericArguments());
    }
}
