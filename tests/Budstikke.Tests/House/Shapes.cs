using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Budstikke.Tests.House;

/// <summary>What the shape of a type tells: whether it can be changed, derived from, and what it is called.</summary>
internal static partial class Shapes
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static readonly string[] s_emptyWords =
    [
        "Manager",
        "Helper",
        "Helpers",
        "Util",
        "Utils",
        "Utility",
        "Common",
        "Base",
        "Impl",
        "Dto",
    ];

    /// <summary>The types that somebody wrote: not the compiler, and not a source generator.</summary>
    public static IEnumerable<Type> Written(Assembly assembly) =>
        assembly
            .GetTypes()
            .Where(type => !type.FullName!.Contains('<', StringComparison.Ordinal))
            .Where(type =>
                type == assembly.EntryPoint?.DeclaringType
                || type.Namespace?.StartsWith("Budstikke", StringComparison.Ordinal) == true
            );

    public static bool IsOpenForDerivation(Type type, IEnumerable<Type> all) =>
        type is { IsClass: true, IsSealed: false, IsAbstract: false }
        && !all.Any(other => Definition(other.BaseType) == type);

    /// <summary>The properties of a record that can be set after it was made.</summary>
    public static IEnumerable<string> Setters(Type type) =>
        from property in IsRecord(type) ? type.GetProperties(Declared) : []
        where
            property.SetMethod is { } set
            && !set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit))
        select $"{type.FullName}.{property.Name} can be set";

    public static int Implementations(Type contract, IEnumerable<Type> all) =>
        all.Count(type => type is { IsInterface: false } && type.GetInterfaces().Any(i => Definition(i) == contract));

    /// <summary>The words in a name that say nothing of what the thing is.</summary>
    public static IEnumerable<string> EmptyWords(string name) =>
        Word().Matches(name).Select(match => match.Value).Intersect(s_emptyWords);

    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$", Declared) is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is { IsPrivate: true });

    private static Type? Definition(Type? type) =>
        type is { IsGenericType: true } ? type.GetGenericTypeDefinition() : type;

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
