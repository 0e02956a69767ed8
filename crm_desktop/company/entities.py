"""How staff and territories look and are found."""

from __future__ import annotations

from crm_desktop.company.model import Staff, Territory
from crm_desktop.entity.describe import Entity, Section
from crm_desktop.i18n import N_

STAFF = Entity(
    model=Staff,
    one=N_("Staff member"),
    many=N_("Staff"),
    counted=(N_("{n} staff member"), N_("{n} staff")),
    icon="staff",
    title="name",
    subtitle=("job_title", "phone"),
    sections=(
        Section(N_("Person"), ("name", "code", "job_title", "department", "boss", "active")),
        Section(N_("Reach"), ("phone", "email")),
        Section(N_("More"), ("notes", "tags")),
    ),
    list=("name", "code", "job_title", "department", "phone", "email", "active"),
    order=("name",),
    search=("code", "job_title", "department", "phone", "email"),
    match=("code", "email", "phone"),
    match_together=("name",),
    person=True,
    aliases={
        "name": ("full name", "employee", "employee name", "member", "salesperson", "姓名", "员工", "成员", "业务员"),
        "code": ("employee id", "staff id", "employee number", "work number", "工号", "员工编号"),
        "job_title": ("title", "position", "职位", "职务", "岗位"),
        "department": ("dept", "部门"),
        "phone": ("mobile phone", "cell", "home phone", "telephone", "手机", "手机号", "手机号码", "电话"),
        "email": ("email", "e-mail", "mail address", "邮箱", "电子邮箱"),
        "boss": ("reportsto", "manager", "supervisor", "直属上级", "上级"),
        "notes": ("notes", "remark", "备注"),
    },
)

TERRITORY = Entity(
    model=Territory,
    one=N_("Territory"),
    many=N_("Territories"),
    icon="territory",
    title="name",
    subtitle=("parent", "owner"),
    sections=(
        Section(N_("Territory"), ("name", "code", "parent", "owner")),
        Section(N_("Extent"), ("regions", "notes", "tags")),
    ),
    list=("name", "code", "parent", "owner", "regions"),
    order=("name",),
    search=("code", "regions"),
    match=("code",),
    match_together=("name",),
    aliases={"name": ("territory", "sales area", "区域", "销售区域", "片区"), "code": ("territory id", "区域编号")},
)
