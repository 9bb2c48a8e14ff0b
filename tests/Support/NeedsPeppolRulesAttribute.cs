namespace Budstikke.Support;

/// <summary>A test that asks the official rules: skipped, naming what is missing, where they cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPeppolRulesAttribute : FactAttribute
{
    public NeedsPeppolRulesAttribute() => Skip = PeppolFolder.Missing;
}

/// <inheritdoc cref="NeedsPeppolRulesAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPeppolRulesTheoryAttribute : TheoryAttribute
{
    public NeedsPeppolRulesTheoryAttribute() => Skip = PeppolFolder.Missing;
}
