using System.Reflection;
using Xunit.Sdk;

namespace Budstikke.Tests.Support;

/// <summary>Which database a story is told on.</summary>
public enum Store
{
    Sqlite,
    Postgres,
}

/// <summary>A fact that needs a PostgreSQL server; skipped with the reason where none can run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPostgresAttribute : FactAttribute
{
    public NeedsPostgresAttribute() => Skip = PostgresCluster.Missing;
}

/// <summary>A theory that needs a PostgreSQL server; skipped with the reason where none can run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsPostgresTheoryAttribute : TheoryAttribute
{
    public NeedsPostgresTheoryAttribute() => Skip = PostgresCluster.Missing;
}

/// <summary>The theory is told with <see cref="Store.Sqlite"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [Store.Sqlite],
        ];
}

/// <summary>The theory is told with <see cref="Store.Postgres"/>, or skipped with the reason where no server can
/// run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnPostgresAttribute : DataAttribute
{
    public OnPostgresAttribute() => Skip = PostgresCluster.Missing;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [
            [Store.Postgres],
        ];
}
